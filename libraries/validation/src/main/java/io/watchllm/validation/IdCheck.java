package io.watchllm.validation;

import io.watchllm.events.AlertDetail;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.Event;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.schemas.Utf8;
import org.jspecify.annotations.Nullable;

/** Rejects ids that would have to be truncated or cleaned; a changed id would identify something else. */
final class IdCheck {

    private final long idBytes;

    IdCheck(Sizes sizes) {
        idBytes = sizes.idBytes();
    }

    /**
     * Checks all ids of the event.
     *
     * @throws RejectedException for the first id that is empty but required, or can't be stored
     */
    void check(Event event) {
        filled("event_id", event.getEventId());
        filled("project_id", event.getProjectId());
        filled("run_id", event.getRunId());
        fits("user_id", event.getUserId());
        fits("session_id", event.getSessionId());
        fits("trace_id", event.getTraceId());
        fits("span_id", event.getSpanId());
        fits("parent_span_id", event.getParentSpanId());
        switch (event.getPayload()) {
            case PromptCall call -> check(call);
            case ToolCall call -> fits("payload.tool_id", call.getToolId());
            case CostThresholdExceeded raised -> check(raised.getAlert());
            case PerformanceAlert raised -> check(raised.getAlert());
            default -> {
                // The other types have no ids of their own.
            }
        }
    }

    private void check(PromptCall call) {
        fits("payload.prompt_template_id", call.getPromptTemplateId());
        int index = 0;
        for (var nested : call.getToolCalls()) {
            var id = nested.getToolId();
            if (id != null && !isKept(id)) {
                fits("payload.tool_calls[" + index + "].tool_id", id);
            }
            index++;
        }
    }

    private void check(AlertDetail alert) {
        fits("payload.alert.alert_rule_id", alert.getAlertRuleId());
        fits("payload.alert.alert_trigger_run_id", alert.getAlertTriggerRunId());
        fits("payload.alert.alert_trigger_event_id", alert.getAlertTriggerEventId());
    }

    private void filled(String field, String id) {
        if (id.isEmpty()) {
            throw new RejectedException(Reason.EMPTY_ID, field, "empty", "a text of at least one character");
        }
        fits(field, id);
    }

    private void fits(String field, @Nullable String id) {
        if (id == null || isKept(id)) {
            return;
        }
        if (!Utf8.fits(id, idBytes)) {
            throw new RejectedException(
                    Reason.ID_TOO_LONG,
                    field,
                    Utf8.length(id) + " bytes long",
                    "at most " + idBytes + " bytes (an id can't be cut, two might become one)");
        }
        throw new RejectedException(
                Reason.NUL_IN_ID,
                field,
                "text with the character NUL at " + (id.indexOf('\0') + 1) + " of " + id.length(),
                "text without NUL (many tools take it for the end, two ids might become one)");
    }

    private boolean isKept(String id) {
        return Utf8.fits(id, idBytes) && id.indexOf('\0') < 0;
    }
}
