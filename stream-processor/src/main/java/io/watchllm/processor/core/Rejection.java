package io.watchllm.processor.core;

/**
 * Why a record is refused, in a form that a person can act on.
 *
 * @param reason word of the closed set
 * @param field path of the field in the Avro form, such as {@code payload.tokens_input}, or {@code record} for the
 *     whole
 * @param value what was found there, shortened
 * @param right what would be right
 */
public record Rejection(Reason reason, String field, String value, String right) {

    /** Longest value that a rejection shows, in characters. */
    public static final int VALUE_CHARACTERS_MAX = 200;

    public Rejection {
        if (value.length() > VALUE_CHARACTERS_MAX) {
            value = value.substring(0, VALUE_CHARACTERS_MAX - 1) + "…";
        }
    }

    /** One sentence: field, value, what would be right. */
    public String message() {
        return field + " is " + value + "; right would be " + right;
    }
}
