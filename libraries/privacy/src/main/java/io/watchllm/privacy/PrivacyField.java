package io.watchllm.privacy;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Texts of an event that a rule can apply to, named after their columns where they have one. */
public enum PrivacyField {
    PROMPT,
    RESPONSE,
    RESPONSE_METADATA,
    /** Arguments of a tool call, top-level or nested. */
    TOOL_INPUT,
    /** Results of a tool call. */
    TOOL_OUTPUT,
    /** Input of a step. */
    INPUT_DATA,
    /** Output of a step. */
    OUTPUT_DATA,
    REASONING,
    STEP_NAME,
    CONTEXT,
    ERROR_MESSAGE,
    ERROR_TYPE,
    ERROR_CODE,
    /** Stack traces, within the error and beside it. */
    ERROR_STACK,
    ERROR_CONTEXT,
    /** Expected value of an assertion. */
    EXPECTED,
    /** Actual value of an assertion. */
    ACTUAL,
    FLAGGED_CONTENT,
    GROUND_TRUTH,
    RECOMMENDATIONS,
    TAGS,
    /** Opt-in: redacted users can no longer be distinguished. */
    USER_ID,
    /** Opt-in. */
    SESSION_ID,
    /** Opt-in. */
    CLIENT_HOSTNAME,
    /** Opt-in: the group of an alert may be a user id. */
    ALERT_GROUP;

    private static final Set<PrivacyField> ON_REQUEST = EnumSet.of(USER_ID, SESSION_ID, CLIENT_HOSTNAME, ALERT_GROUP);

    /** Fields of a rule that names none: all free text, no ids. */
    public static Set<PrivacyField> byDefault() {
        return EnumSet.complementOf(EnumSet.copyOf(ON_REQUEST));
    }

    /** Name in a rules file, such as {@code tool_input}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
