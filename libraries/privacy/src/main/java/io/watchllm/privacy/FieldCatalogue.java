package io.watchllm.privacy;

import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Maps texts of an event to the fields of rules. Each text is either listed here or never redacted. */
final class FieldCatalogue {

    private static final Map<String, PrivacyField> FIELDS = Map.ofEntries(
            Map.entry("Event.user_id", PrivacyField.USER_ID),
            Map.entry("Event.session_id", PrivacyField.SESSION_ID),
            Map.entry("Event.tags", PrivacyField.TAGS),
            Map.entry("Event.context", PrivacyField.CONTEXT),
            Map.entry("Client.hostname", PrivacyField.CLIENT_HOSTNAME),
            Map.entry("ErrorDetail.message", PrivacyField.ERROR_MESSAGE),
            Map.entry("ErrorDetail.type", PrivacyField.ERROR_TYPE),
            Map.entry("ErrorDetail.code", PrivacyField.ERROR_CODE),
            Map.entry("ErrorDetail.stack", PrivacyField.ERROR_STACK),
            Map.entry("ErrorDetail.context", PrivacyField.ERROR_CONTEXT),
            Map.entry("ErrorEvent.stack_trace", PrivacyField.ERROR_STACK),
            Map.entry("PromptCall.prompt", PrivacyField.PROMPT),
            Map.entry("PromptCall.response", PrivacyField.RESPONSE),
            Map.entry("PromptCall.response_metadata", PrivacyField.RESPONSE_METADATA),
            Map.entry("NestedToolCall.input", PrivacyField.TOOL_INPUT),
            Map.entry("NestedToolCall.output", PrivacyField.TOOL_OUTPUT),
            Map.entry("ToolCall.input", PrivacyField.TOOL_INPUT),
            Map.entry("ToolCall.output", PrivacyField.TOOL_OUTPUT),
            Map.entry("AgentStep.step_name", PrivacyField.STEP_NAME),
            Map.entry("AgentStep.input_data", PrivacyField.INPUT_DATA),
            Map.entry("AgentStep.output_data", PrivacyField.OUTPUT_DATA),
            Map.entry("AgentStep.reasoning", PrivacyField.REASONING),
            Map.entry("AssertionFailed.expected", PrivacyField.EXPECTED),
            Map.entry("AssertionFailed.actual", PrivacyField.ACTUAL),
            Map.entry("HallucinationDetected.flagged_content", PrivacyField.FLAGGED_CONTENT),
            Map.entry("HallucinationDetected.ground_truth", PrivacyField.GROUND_TRUTH),
            Map.entry("HallucinationDetected.recommendations", PrivacyField.RECOMMENDATIONS),
            Map.entry("AlertDetail.alert_group", PrivacyField.ALERT_GROUP));

    /** Ids that join rows, and names that rows are grouped by; never redacted. */
    static final Set<String> AS_THEY_ARE = Set.of(
            "Event.event_id",
            "Event.project_id",
            "Event.run_id",
            "Event.release",
            "Event.env",
            "Event.trace_id",
            "Event.span_id",
            "Event.parent_span_id",
            "Client.sdk_version",
            "Client.platform",
            "PromptCall.model",
            "PromptCall.model_version",
            "PromptCall.prompt_template_id",
            "PromptCall.provider",
            "NestedToolCall.tool_name",
            "NestedToolCall.tool_id",
            "ToolCall.tool_name",
            "ToolCall.tool_id",
            "ToolCall.agent_name",
            "AgentStep.agent_name",
            "AssertionFailed.assertion_name",
            "AlertDetail.affected_models",
            "AlertDetail.alert_rule_id",
            "AlertDetail.alert_trigger_run_id",
            "AlertDetail.alert_trigger_event_id");

    private FieldCatalogue() {}

    /** The field in the rules, or null when the text is never redacted. */
    static @Nullable PrivacyField field(Schema record, String field) {
        return FIELDS.get(record.getName() + "." + field);
    }
}
