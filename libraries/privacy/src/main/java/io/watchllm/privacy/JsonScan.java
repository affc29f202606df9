package io.watchllm.privacy;

/** Checks whether a text is JSON and locates its strings and numbers, without building a tree. */
final class JsonScan {

    private static final int DEPTH_MAX = 256;

    /** Receives the strings and numbers found. */
    interface Scalars {
        /** A string or member name, without its quotes. */
        void string(int from, int to);

        void number(int from, int to);
    }

    private final String text;
    private int at;

    private JsonScan(String text) {
        this.text = text;
    }

    /** Quick check whether the text starts like an object, an array or a string. */
    static boolean mayBeJson(String text) {
        int begin = blanksEnd(text, 0);
        return begin < text.length() && "{[\"".indexOf(text.charAt(begin)) >= 0;
    }

    /** Whether the whole text is one JSON value, nested less than 256 deep. */
    static boolean isJson(String text) {
        var scan = new JsonScan(text);
        return scan.value(0) && blanksEnd(text, scan.at) == text.length();
    }

    /** Reports every string and number of a JSON text. */
    static void scalars(String json, Scalars target) {
        int at = 0;
        while (at < json.length()) {
            char each = json.charAt(at);
            if (each == '"') {
                int end = stringEnd(json, at + 1);
                target.string(at + 1, end);
                at = end + 1;
            } else if (each == '-' || Characters.isDigit(each)) {
                int end = at + 1;
                while (end < json.length() && isOfNumber(json.charAt(end))) {
                    end++;
                }
                target.number(at, end);
                at = end;
            } else {
                at++;
            }
        }
    }

    private boolean value(int depth) {
        at = blanksEnd(text, at);
        if (at == text.length() || depth == DEPTH_MAX) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> values('}', depth + 1);
            case '[' -> values(']', depth + 1);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean values(char close, int depth) {
        at++;
        if (next(close)) {
            return true;
        }
        do {
            if (close == '}' && !(next('"', false) && string() && next(':'))) {
                return false;
            }
            if (!value(depth)) {
                return false;
            }
        } while (next(','));
        return next(close);
    }

    private boolean next(char wanted) {
        return next(wanted, true);
    }

    private boolean next(char wanted, boolean take) {
        at = blanksEnd(text, at);
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there && take) {
            at++;
        }
        return there;
    }

    private boolean word(String word) {
        boolean there = text.startsWith(word, at);
        at += word.length();
        return there;
    }

    private boolean string() {
        at++;
        while (at < text.length()) {
            char each = text.charAt(at);
            if (each == '"') {
                at++;
                return true;
            }
            if (each < ' ' || (each == '\\' && !escape())) {
                return false;
            }
            at++;
        }
        return false;
    }

    /** Stops at the escape's last character. */
    private boolean escape() {
        at++;
        if (at == text.length()) {
            return false;
        }
        char kind = text.charAt(at);
        if (kind != 'u') {
            return "\"\\/bfnrt".indexOf(kind) >= 0;
        }
        for (int digit = 0; digit < 4; digit++) {
            at++;
            if (at == text.length() || Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        boolean zero = at < text.length() && text.charAt(at) == '0';
        int first = at;
        if (!digits() || (zero && at - first > 1)) {
            return false;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int first = at;
        while (Characters.isDigitAt(text, at)) {
            at++;
        }
        return at > first;
    }

    private static int stringEnd(String json, int from) {
        int at = from;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static boolean isOfNumber(char each) {
        return Characters.isDigit(each) || "+-.eE".indexOf(each) >= 0;
    }

    private static int blanksEnd(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
