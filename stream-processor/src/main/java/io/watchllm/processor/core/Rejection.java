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

    /** Longest path, and longest word of what would be right, in characters: a path has names of a foreign schema. */
    public static final int OTHER_CHARACTERS_MAX = 500;

    public Rejection {
        field = ShortText.of(field, OTHER_CHARACTERS_MAX);
        value = ShortText.of(value, VALUE_CHARACTERS_MAX);
        right = ShortText.of(right, OTHER_CHARACTERS_MAX);
    }

    /** One sentence: field, value, what would be right. */
    public String message() {
        return field + " is " + value + "; right would be " + right;
    }
}
