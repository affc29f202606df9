package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Truncates and encodes texts for their destination. */
public final class Texts {
    private Texts() {}

    /** The text, or its beginning and an ellipsis, at most {@code max} characters; never splits a surrogate pair. */
    public static String cut(String text, int max) {
        return text.length() <= max ? text : beginning(text, max - 1) + "…";
    }

    /** The beginning of a longer text, at most {@code max} characters; never splits a surrogate pair. */
    static String beginning(String text, int max) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    /**
     * The text as an HTTP header value: UTF-8, percent-encoded except for visible ASCII; the percent sign is encoded
     * too, so that different texts stay different.
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
