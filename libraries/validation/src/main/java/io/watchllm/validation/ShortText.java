package io.watchllm.validation;

/** Truncates untrusted texts for messages, headers and log lines. */
public final class ShortText {

    private ShortText() {}

    /** The text, or its beginning followed by "…", at most {@code max} characters; never splits a surrogate pair. */
    public static String of(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
