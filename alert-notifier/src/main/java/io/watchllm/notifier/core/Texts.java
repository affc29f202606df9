package io.watchllm.notifier.core;

/** Texts of a bounded length. */
public final class Texts {
    private Texts() {}

    /** The text, or its beginning and an ellipsis, at most so many characters; no surrogate pair is cut in two. */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
