package io.watchllm.privacy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that maps each character to its position in the source. A match in the decoded value of a JSON string can so
 * be replaced in the JSON itself, and everything else stays as written.
 */
final class View {

    private static final int HEX_DIGITS = 4;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;

    /**
     * Ascending, one more than there are characters, because the end has a position too. Null when positions equal
     * indexes.
     */
    private final int @Nullable [] places;

    private final int first;

    private View(String text, int @Nullable [] places, int first) {
        this.text = text;
        this.places = places;
        this.first = first;
    }

    /** A view of the source itself. */
    static View of(String source) {
        return new View(source, null, 0);
    }

    /** A text derived from another; {@code places} has one element more than the text has characters. */
    static View of(String text, int[] places) {
        return new View(text, places, 0);
    }

    String text() {
        return text;
    }

    /** Position of a character in the source; of the end of the text for its length. */
    int place(int index) {
        return places == null ? first + index : places[index];
    }

    View slice(int from, int to) {
        var slice = text.substring(from, to);
        return places == null
                ? new View(slice, null, first + from)
                : new View(slice, Arrays.copyOfRange(places, from, to + 1), 0);
    }

    /** The view with JSON escapes decoded; itself when it has none. An invalid escape stays as it is. */
    View unescaped() {
        int escape = nextEscape(text, 0);
        if (escape == text.length()) {
            return this;
        }
        var plain = new StringBuilder(text.length());
        var from = new int[text.length() + 1];
        int at = 0;
        while (at < text.length()) {
            for (int index = at; index < escape; index++) {
                from[plain.length() + index - at] = place(index);
            }
            plain.append(text, at, escape);
            at = escape;
            if (escape < text.length()) {
                from[plain.length()] = place(escape);
                plain.append(escaped(text, escape));
                at += escapeLength(text, escape);
                escape = nextEscape(text, at);
            }
        }
        from[plain.length()] = place(text.length());
        return new View(plain.toString(), Arrays.copyOf(from, plain.length() + 1), 0);
    }

    /** Position of the next escape, or the end of the text. */
    private static int nextEscape(String text, int from) {
        int at = text.indexOf('\\', from);
        while (at >= 0 && escapeLength(text, at) == 0) {
            at = text.indexOf('\\', at + 1);
        }
        return at < 0 ? text.length() : at;
    }

    /** The first position at or before {@code source} where a character of this view begins. */
    int floor(int source) {
        if (places == null) {
            return source;
        }
        int found = Arrays.binarySearch(places, source);
        return found >= 0 ? source : places[Math.max(0, -found - 2)];
    }

    /** The first position at or after {@code source} where a character of this view begins or the text ends. */
    int ceiling(int source) {
        if (places == null) {
            return source;
        }
        int found = Arrays.binarySearch(places, source);
        return found >= 0 ? source : places[Math.min(places.length - 1, -found - 1)];
    }

    /** Length of the escape that begins with this backslash; 0 when it is invalid. */
    private static int escapeLength(String text, int at) {
        if (at + 1 == text.length()) {
            return 0;
        }
        char kind = text.charAt(at + 1);
        if (kind != 'u') {
            return ESCAPES.indexOf(kind) < 0 ? 0 : 2;
        }
        int digits = 0;
        while (digits < HEX_DIGITS
                && at + 2 + digits < text.length()
                && Character.digit(text.charAt(at + 2 + digits), 16) >= 0) {
            digits++;
        }
        return digits < HEX_DIGITS ? 0 : 2 + HEX_DIGITS;
    }

    private static char escaped(String text, int at) {
        char kind = text.charAt(at + 1);
        return kind == 'u'
                ? (char) Integer.parseInt(text, at + 2, at + 2 + HEX_DIGITS, 16)
                : ESCAPED.charAt(ESCAPES.indexOf(kind));
    }
}
