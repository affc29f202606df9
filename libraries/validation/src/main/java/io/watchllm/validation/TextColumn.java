package io.watchllm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text columns of the rows: maximum length, and whether the text should be JSON. Named after the column of
 * {@code events}, or of {@code tool_calls} if only that has it; columns of {@code agent_steps} have the prefix
 * {@code step_}.
 */
// Its flags are records of two strings.
@SuppressWarnings("ImmutableEnumChecker")
public enum TextColumn {
    EVENT_ID(Bound.ID),
    PROJECT_ID(Bound.ID),
    RUN_ID(Bound.ID),
    USER_ID(Bound.ID),
    SESSION_ID(Bound.ID),
    TRACE_ID(Bound.ID),
    SPAN_ID(Bound.ID),
    PARENT_SPAN_ID(Bound.ID),
    PROMPT_TEMPLATE_ID(Bound.ID),
    TOOL_ID(Bound.ID),
    ALERT_RULE_ID(Bound.ID),
    ALERT_TRIGGER_RUN_ID(Bound.ID),
    ALERT_TRIGGER_EVENT_ID(Bound.ID),
    RELEASE(Bound.LABEL),
    ENV(Bound.LABEL),
    TAGS(Bound.LABEL),
    CLIENT_HOSTNAME(Bound.LABEL),
    CLIENT_SDK_VERSION(Bound.LABEL),
    CLIENT_PLATFORM(Bound.LABEL),
    PROVIDER(Bound.LABEL),
    MODEL(Bound.LABEL),
    MODEL_VERSION(Bound.LABEL),
    STEP_NAME(Bound.LABEL),
    AGENT_NAME(Bound.LABEL),
    TOOL_NAME(Bound.LABEL),
    ASSERTION_NAME(Bound.LABEL),
    ERROR_TYPE(Bound.LABEL),
    ERROR_CODE(Bound.LABEL),
    HALLUCINATION_RECOMMENDATIONS(Bound.LABEL),
    ALERT_AFFECTED_MODELS(Bound.LABEL),
    ALERT_GROUP(Bound.LABEL),
    PROMPT(Bound.TEXT),
    RESPONSE(Bound.TEXT),
    RESPONSE_METADATA(Bound.TEXT, Json.OBJECT),
    TOOL_INPUT(Bound.TEXT, Json.OBJECT),
    TOOL_OUTPUT(Bound.TEXT, Json.OBJECT),
    STEP_INPUT_DATA(Bound.TEXT, Json.OBJECT),
    STEP_OUTPUT_DATA(Bound.TEXT, Json.OBJECT),
    STEP_REASONING(Bound.TEXT),
    ERROR_MESSAGE(Bound.TEXT),
    ERROR_STACK(Bound.TEXT),
    ASSERTION_EXPECTED(Bound.TEXT, Json.VALUE),
    ASSERTION_ACTUAL(Bound.TEXT, Json.VALUE),
    HALLUCINATION_FLAGGED_CONTENT(Bound.TEXT),
    HALLUCINATION_GROUND_TRUTH(Bound.TEXT),
    CONTEXT(Bound.CONTEXT, Json.OBJECT),
    STEP_CONTEXT(Bound.CONTEXT, Json.OBJECT),
    ERROR_CONTEXT(Bound.CONTEXT, Json.OBJECT);

    /** Which of the {@link Sizes} applies. */
    public enum Bound {
        /** Never truncated: longer values are rejected. */
        ID,
        LABEL,
        TEXT,
        CONTEXT
    }

    /** Whether the data contract says the text is JSON. */
    public enum Json {
        NO,
        OBJECT,
        VALUE
    }

    private final Bound bound;
    private final Json json;
    private final Flag truncated;
    private final Flag notJson;

    TextColumn(Bound bound) {
        this(bound, Json.NO);
    }

    TextColumn(Bound bound, Json json) {
        this.bound = bound;
        this.json = json;
        truncated = new Flag(column() + "_truncated", "`" + column() + "` was longer than is kept, and was cut.");
        notJson = new Flag(
                column() + "_not_json",
                "`" + column() + "` is no JSON " + (json == Json.OBJECT ? "object" : "value") + "; kept as it is.");
    }

    /** Name of the column. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Bound bound() {
        return bound;
    }

    /** JSON that the contract says. */
    public Json json() {
        return json;
    }

    /** Flag of a value that was longer than is kept. */
    public Flag truncated() {
        return truncated;
    }

    /** Flag of a value that is not the JSON that the contract says. */
    public Flag notJson() {
        return notJson;
    }

    long maxBytes(Sizes sizes) {
        return switch (bound) {
            case ID -> sizes.idBytes();
            case LABEL -> sizes.labelBytes();
            case TEXT -> sizes.textBytes();
            case CONTEXT -> sizes.contextBytes();
        };
    }

    /** Flags that the column can get. */
    List<Flag> flags() {
        var flags = new ArrayList<Flag>();
        if (bound != Bound.ID) {
            flags.add(truncated);
        }
        if (json != Json.NO) {
            flags.add(notJson);
        }
        return flags;
    }
}
