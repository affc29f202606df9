package io.watchllm.processor.core;

/** Cuts texts from outside to what a message, a header or a log line has room for. */
public final class ShortText {

    private ShortText() {}

    /** The text, or the beginning of it with "…" behind; splits no character. At most {@code max} characters. */
    public static String of(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
