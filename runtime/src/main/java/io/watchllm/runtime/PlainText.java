package io.watchllm.runtime;

/**
 * Makes untrusted text safe for terminals and logs. Names, keys and errors from outside can hold characters that
 * control a terminal (C0, DEL, C1), change the text direction (marks, embeddings, overrides and isolates of
 * bidirectional text), or begin a line (U+2028, U+2029 and the line ends). Each is replaced by U+FFFD; everything else
 * stays, lookalikes included.
 */
public final class PlainText {
    private static final char REPLACED = '\uFFFD';
    private static final int NO_CHANGE = -1;

    private PlainText() {}

    /** On one line: a run of line ends and tabs becomes one blank. */
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

    /** Keeps line ends and tabs, for text that is already laid out. */
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

    /** Equivalent JSON: unsafe characters can only occur within its strings, and are escaped. */
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

    /** Whether a character must not reach a terminal unchanged; line ends and tabs count too. */
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

    /** A lone carriage return would overwrite its line. */
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
