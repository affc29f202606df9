package io.watchllm.notifier.core;

/** Truncates texts for their destination; never splits a surrogate pair. */
public final class Texts {
    private Texts() {}

    /** The text, or its beginning and an ellipsis, at most {@code max} characters. */
    public static String cut(String text, int max) {
        return text.length() <= max ? text : beginning(text, max - 1) + "…";
    }

    /** The beginning of a longer text, at most {@code max} characters. */
    static String beginning(String text, int max) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
