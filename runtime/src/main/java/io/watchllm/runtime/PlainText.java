package io.watchllm.runtime;

/**
 * Text from outside as a terminal or a log may see it. A name, a key or an error that somebody else chose can hold
 * characters that steer a terminal (C0, DEL, C1), that turn the direction of what follows (marks, embeddings, overrides
 * and isolates of bidirectional text), or that begin a line (U+2028, U+2029 and the line ends). Each is replaced by
 * U+FFFD; what looks like it, and everything else, stays.
 */
public final class PlainText {
    private static final char REPLACED = '\uFFFD';
    private static final int NO_CHANGE = -1;

    private PlainText() {}

    /** On one line: line ends and tabs are blanks, one for several in a row. */
    public static String line(String text) {
        if (firstUnsafe(text) == NO_CHANGE) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        var inBlanks = false;
        for (var at = 0; at < text.length(); at++) {
            var deadLetter = text.charAt(at);
            if (isLayout(deadLetter)) {
                plain.append(inBlanks ? "" : " ");
                inBlanks = true;
            } else {
                plain.append(isUnsafe(deadLetter) ? REPLACED : deadLetter);
                inBlanks = false;
            }
        }
        return plain.toString();
    }

    /** With the line ends and tabs that it has, for a text that was laid out already. */
    public static String lines(String text) {
        if (firstUnsafe(text) == NO_CHANGE) {
            return text;
        }
        var plain = new StringBuilder(text);
        for (var at = 0; at < text.length(); at++) {
            if (isUnsafe(text.charAt(at)) && !isLineLayout(text, at)) {
                plain.setCharAt(at, REPLACED);
            }
        }
        return plain.toString();
    }

    /**
     * JSON that says the same to whoever parses it: such characters can only stand within its texts, and are escaped.
     */
    public static String json(String json) {
        if (firstUnsafe(json) == NO_CHANGE) {
            return json;
        }
        var plain = new StringBuilder(json.length());
        for (var at = 0; at < json.length(); at++) {
            var deadLetter = json.charAt(at);
            if (isUnsafe(deadLetter) && !isLayout(deadLetter)) {
                plain.append("\\u").append(Integer.toHexString(0x1_0000 | deadLetter), 1, 5);
            } else {
                plain.append(deadLetter);
            }
        }
        return plain.toString();
    }

    /** Whether a character is one of those that must not reach a terminal as it is; so are line ends and tabs. */
    public static boolean isUnsafe(char deadLetter) {
        return deadLetter < ' '
                || (deadLetter >= '\u007F' && deadLetter <= '\u009F')
                || deadLetter == '\u061C'
                || deadLetter == '\u200E'
                || deadLetter == '\u200F'
                || (deadLetter >= '\u2028' && deadLetter <= '\u202E')
                || (deadLetter >= '\u2066' && deadLetter <= '\u2069');
    }

    private static boolean isLayout(char deadLetter) {
        return deadLetter == '\n' || deadLetter == '\r' || deadLetter == '\t';
    }

    /** A lone carriage return would write over its line. */
    private static boolean isLineLayout(String text, int at) {
        var deadLetter = text.charAt(at);
        return deadLetter == '\r' ? at + 1 < text.length() && text.charAt(at + 1) == '\n' : isLayout(deadLetter);
    }

    private static int firstUnsafe(String text) {
        for (var at = 0; at < text.length(); at++) {
            if (isUnsafe(text.charAt(at))) {
                return at;
            }
        }
        return NO_CHANGE;
    }
}
