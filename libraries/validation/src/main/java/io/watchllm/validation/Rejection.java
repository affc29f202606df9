package io.watchllm.validation;

/**
 * Why a record is rejected, in a form that a user can act on.
 *
 * @param field path of the field in the Avro form, such as {@code payload.tokens_input}, or {@link #WHOLE}
 * @param value the value found, shortened
 */
public record Rejection(Reason reason, String field, String value, String expected) {

    /** The field of a rejection that concerns the whole record. */
    public static final String WHOLE = "";

    /** Longest value that a rejection shows, in characters. */
    public static final int VALUE_CHARACTERS_MAX = 200;

    /** Longest path and longest expected value, in characters: a path contains names of a foreign schema. */
    public static final int OTHER_CHARACTERS_MAX = 500;

    public Rejection {
        field = ShortText.of(field, OTHER_CHARACTERS_MAX);
        value = ShortText.of(value, VALUE_CHARACTERS_MAX);
        expected = ShortText.of(expected, OTHER_CHARACTERS_MAX);
    }

    /** One sentence: field, value, expected value. */
    public String message() {
        return (field.isEmpty() ? "record" : field) + " is " + value + "; expected " + expected;
    }
}
