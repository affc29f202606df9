package io.watchllm.producer;

import io.watchllm.events.AgentStep;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.schemas.UnpairedSurrogates;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Checks on the caller's side, as far as they are cheap, what the pipeline would reject later. */
final class EventChecks {

    private EventChecks() {}

    /**
     * @throws PublishException.Invalid when the pipeline would reject the event; the message names field, value and
     *     expected value
     */
    static void check(Event event) {
        if (event == null) {
            throw new PublishException.Invalid("the event is null; expected an event");
        }
        notEmpty("event_id", event.getEventId());
        notEmpty("project_id", event.getProjectId());
        notEmpty("run_id", event.getRunId());
        var payload = event.getPayload();
        if (payload instanceof PromptCall call) {
            checkPromptCall(call);
        } else if (payload instanceof ToolCall call) {
            notNegative("latency_ms", call.getLatencyMs());
        } else if (payload instanceof AgentStep step) {
            notNegative("step_number", step.getStepNumber());
            notNegative("latency_ms", step.getLatencyMs());
        }
        wholeCharacters(event);
    }

    private static void checkPromptCall(PromptCall call) {
        notNegative("tokens_input", call.getTokensInput());
        notNegative("tokens_output", call.getTokensOutput());
        notNegative("tokens_cache_read", call.getTokensCacheRead());
        notNegative("tokens_cache_write", call.getTokensCacheWrite());
        notNegative("tokens_reasoning", call.getTokensReasoning());
        notNegative("ttft_ms", call.getTtftMs());
        notNegative("latency_ms", call.getLatencyMs());
        notNegativeAmount("cost_estimate_usd", call.getCostEstimateUsd());
        if (call.getToolCalls() == null) {
            throw new PublishException.Invalid("tool_calls is null; expected a list, empty if there were none");
        }
        int index = 0;
        for (NestedToolCall nested : call.getToolCalls()) {
            notNegative("tool_calls[" + index + "].latency_ms", nested.getLatencyMs());
            index++;
        }
    }

    /** Rejects lone surrogates: Avro would silently write question marks instead. */
    private static void wholeCharacters(Event event) {
        var path = UnpairedSurrogates.pathIn(event);
        if (path != null) {
            throw new PublishException.Invalid(
                    path + " is a text with an unpaired surrogate; expected whole characters");
        }
    }

    private static void notEmpty(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new PublishException.Invalid(field + " is empty; expected a text of at least one character");
        }
    }

    private static void notNegative(String field, @Nullable Integer value) {
        if (value != null && value < 0) {
            throw new PublishException.Invalid(field + " is " + value + "; expected 0 or more");
        }
    }

    private static void notNegativeAmount(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new PublishException.Invalid(
                    field + " is " + value.toPlainString() + "; expected 0 or more, or nothing");
        }
    }
}
