package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts that are bounded, and fit for where they go. */
public final class Texts {
    private Texts() {}

    /** The text, or its beginning and an ellipsis, at most so many characters; no surrogate pair is cut in two. */
    public static String cut(String text, int max) {
        return text.length() <= max ? text : beginning(text, max - 1) + "…";
    }

    /** The first characters of a longer text, at most so many; no surrogate pair is cut in two. */
    static String beginning(String text, int max) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    /**
     * The text as the value of an HTTP header: its UTF-8 percent-encoded but for visible ASCII, and the percent sign
     * itself, so that different texts stay different.
     */
    static String percentEncoded(String text) {
        var encoded = new StringBuilder();
        for (var each : text.getBytes(UTF_8)) {
            if (each > ' ' && each < 0x7F && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(String.format("%02X", each));
            }
        }
        return encoded.toString();
    }
}
