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
            var letter = text.charAt(at);
            if (isLayout(letter)) {
                plain.append(inBlanks ? "" : " ");
                inBlanks = true;
            } else {
                plain.append(isUnsafe(letter) ? REPLACED : letter);
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
            var letter = json.charAt(at);
            if (isUnsafe(letter) && !isLayout(letter)) {
                plain.append("\\u").append(Integer.toHexString(0x1_0000 | letter), 1, 5);
            } else {
                plain.append(letter);
            }
        }
        return plain.toString();
    }

    /** Whether a character is one of those that must not reach a terminal as it is; so are line ends and tabs. */
    public static boolean isUnsafe(char letter) {
        return letter < ' '
                || (letter >= '\u007F' && letter <= '\u009F')
                || letter == '\u061C'
                || letter == '\u200E'
                || letter == '\u200F'
                || (letter >= '\u2028' && letter <= '\u202E')
                || (letter >= '\u2066' && letter <= '\u2069');
    }

    private static boolean isLayout(char letter) {
        return letter == '\n' || letter == '\r' || letter == '\t';
    }

    /** A lone carriage return would write over its line. */
    private static boolean isLineLayout(String text, int at) {
        var letter = text.charAt(at);
        return letter == '\r' ? at + 1 < text.length() && text.charAt(at + 1) == '\n' : isLayout(letter);
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
