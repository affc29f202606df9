package io.watchllm.processor.core.privacy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Texts of an event that a rule can be for, by the names of their columns, as far as they have one. */
public enum PrivacyField {
    PROMPT,
    RESPONSE,
    RESPONSE_METADATA,
    /** Arguments of a tool call, of its own or nested. */
    TOOL_INPUT,
    /** Results of a tool call. */
    TOOL_OUTPUT,
    /** What a step worked on. */
    INPUT_DATA,
    /** What a step brought forth. */
    OUTPUT_DATA,
    REASONING,
    STEP_NAME,
    CONTEXT,
    ERROR_MESSAGE,
    ERROR_TYPE,
    ERROR_CODE,
    /** Stack traces, in the error and beside it. */
    ERROR_STACK,
    ERROR_CONTEXT,
    /** What an assertion expected. */
    EXPECTED,
    /** What an assertion found. */
    ACTUAL,
    FLAGGED_CONTENT,
    GROUND_TRUTH,
    RECOMMENDATIONS,
    TAGS,
    /** On request: redacted, users are no longer told apart. */
    USER_ID,
    /** On request. */
    SESSION_ID,
    /** On request. */
    CLIENT_HOSTNAME,
    /** On request: the group of an alert may be a user id. */
    ALERT_GROUP;

    private static final Set<PrivacyField> ON_REQUEST = EnumSet.of(USER_ID, SESSION_ID, CLIENT_HOSTNAME, ALERT_GROUP);

    /** The fields of a rule that names none: all free text, no ids. */
    public static Set<PrivacyField> byDefault() {
        return EnumSet.complementOf(EnumSet.copyOf(ON_REQUEST));
    }

    /** The name in a file of rules, such as {@code tool_input}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for messages. */
    static String words() {
        return String.join(", ", Arrays.stream(values()).map(PrivacyField::word).toList());
    }
}
