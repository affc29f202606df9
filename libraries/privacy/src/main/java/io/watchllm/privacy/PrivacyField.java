package io.watchllm.privacy;

import io.watchllm.schemas.Word;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Texts of an event that a rule can apply to, named after their columns where they have one. Any other text is never
 * redacted.
 */
public enum PrivacyField implements Word {
    PROMPT("PromptCall.prompt"),
    RESPONSE("PromptCall.response"),
    RESPONSE_METADATA("PromptCall.response_metadata"),
    /** Arguments of a tool call, top-level or nested. */
    TOOL_INPUT("NestedToolCall.input", "ToolCall.input"),
    /** Results of a tool call. */
    TOOL_OUTPUT("NestedToolCall.output", "ToolCall.output"),
    /** Input of a step. */
    INPUT_DATA("AgentStep.input_data"),
    /** Output of a step. */
    OUTPUT_DATA("AgentStep.output_data"),
    REASONING("AgentStep.reasoning"),
    STEP_NAME("AgentStep.step_name"),
    CONTEXT("Event.context"),
    ERROR_MESSAGE("ErrorDetail.message"),
    ERROR_TYPE("ErrorDetail.type"),
    ERROR_CODE("ErrorDetail.code"),
    /** Stack traces, within the error and beside it. */
    ERROR_STACK("ErrorDetail.stack", "ErrorEvent.stack_trace"),
    ERROR_CONTEXT("ErrorDetail.context"),
    /** Expected value of an assertion. */
    EXPECTED("AssertionFailed.expected"),
    /** Actual value of an assertion. */
    ACTUAL("AssertionFailed.actual"),
    FLAGGED_CONTENT("HallucinationDetected.flagged_content"),
    GROUND_TRUTH("HallucinationDetected.ground_truth"),
    RECOMMENDATIONS("HallucinationDetected.recommendations"),
    TAGS("Event.tags"),
    /** Opt-in: redacted users can no longer be distinguished. */
    USER_ID("Event.user_id"),
    /** Opt-in. */
    SESSION_ID("Event.session_id"),
    /** Opt-in. */
    CLIENT_HOSTNAME("Client.hostname"),
    /** Opt-in: the group of an alert may be a user id. */
    ALERT_GROUP("AlertDetail.alert_group");

    private static final Set<PrivacyField> ON_REQUEST = EnumSet.of(USER_ID, SESSION_ID, CLIENT_HOSTNAME, ALERT_GROUP);

    private static final Map<String, PrivacyField> BY_TEXT = Arrays.stream(values())
            .flatMap(field -> field.texts.stream().map(text -> Map.entry(text, field)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    // An immutable list of texts.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> texts;

    /** @param texts record and name of each text of an event that belongs to the field */
    PrivacyField(String... texts) {
        this.texts = List.of(texts);
    }

    /** The field that a text of an event belongs to, or null when the text is never redacted. */
    static @Nullable PrivacyField of(Schema record, String text) {
        return BY_TEXT.get(record.getName() + "." + text);
    }

    /** Fields of a rule that names none: all free text, no ids. */
    public static Set<PrivacyField> byDefault() {
        return EnumSet.complementOf(EnumSet.copyOf(ON_REQUEST));
    }
}
