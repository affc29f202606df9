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
            var character = text.charAt(at);
            if (isLayout(character)) {
                plain.append(inBlanks ? "" : " ");
                inBlanks = true;
            } else {
                plain.append(isUnsafe(character) ? REPLACED : character);
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
            var character = json.charAt(at);
            if (isUnsafe(character) && !isLayout(character)) {
                plain.append("\\u").append(Integer.toHexString(0x1_0000 | character), 1, 5);
            } else {
                plain.append(character);
            }
        }
        return plain.toString();
    }

    /** Whether a character must not reach a terminal unchanged; line ends and tabs count too. */
    public static boolean isUnsafe(char character) {
        return character < ' '
                || (character >= '\u007F' && character <= '\u009F')
                || character == '\u061C'
                || character == '\u200E'
                || character == '\u200F'
                || (character >= '\u2028' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069');
    }

    private static boolean isLayout(char character) {
        return character == '\n' || character == '\r' || character == '\t';
    }

    /** A lone carriage return would overwrite its line. */
    private static boolean isLineLayout(String text, int at) {
        var character = text.charAt(at);
        return character == '\r' ? at + 1 < text.length() && text.charAt(at + 1) == '\n' : isLayout(character);
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
