package io.watchllm.validation;

/**
 * Why a record is rejected, in a form that a user can act on.
 *
 * @param reason word of the closed set
 * @param field path of the field in the Avro form, such as {@code payload.tokens_input}, or {@code record} for the
 *     whole
 * @param value the value found, shortened
 * @param right the expected value
 */
public record Rejection(Reason reason, String field, String value, String right) {

    /** Longest value that a rejection shows, in characters. */
    public static final int VALUE_CHARACTERS_MAX = 200;

    /** Longest path and longest expected value, in characters: a path contains names of a foreign schema. */
    public static final int OTHER_CHARACTERS_MAX = 500;

    public Rejection {
        field = ShortText.of(field, OTHER_CHARACTERS_MAX);
        value = ShortText.of(value, VALUE_CHARACTERS_MAX);
        right = ShortText.of(right, OTHER_CHARACTERS_MAX);
    }

    /** One sentence: field, value, expected value. */
    public String message() {
        return field + " is " + value + "; expected " + right;
    }
}
