package io.watchllm.schemas;

import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Detects lone surrogates: Java's strings and JSON's escapes allow them, but UTF-8 can't encode them, and Java would
 * write question marks instead.
 */
public final class UnpairedSurrogates {

    private UnpairedSurrogates() {}

    /** Index of the first one, or -1. */
    public static int firstIn(CharSequence text) {
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (Character.isSurrogate(each)) {
                boolean paired = Character.isHighSurrogate(each)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1));
                if (!paired) {
                    return index;
                }
                index++;
            }
        }
        return -1;
    }

    /** The text with each one replaced by its JSON escape, so that nothing is lost when it is shown or stored. */
    public static String escaped(String text) {
        var rest = text;
        var escaped = new StringBuilder();
        for (int index = firstIn(rest); index >= 0; index = firstIn(rest)) {
            escaped.append(rest, 0, index).append(escape(rest.charAt(index)));
            rest = rest.substring(index + 1);
        }
        return escaped.append(rest).toString();
    }

    /** JSON escape of a surrogate: a backslash, a u and four digits. */
    public static String escape(char surrogate) {
        return "\\u%04x".formatted((int) surrogate);
    }

    /** Path of the first text in the record, nested records included, that has one; null when none has. */
    public static @Nullable String pathIn(IndexedRecord record) {
        for (var field : record.getSchema().getFields()) {
            var path = pathIn(record.get(field.pos()), field.name());
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable String pathIn(@Nullable Object value, String here) {
        if (value instanceof CharSequence text) {
            return firstIn(text) < 0 ? null : here;
        }
        if (value instanceof IndexedRecord record) {
            var path = pathIn(record);
            return path == null ? null : here + "." + path;
        }
        if (value instanceof List<?> items) {
            for (int index = 0; index < items.size(); index++) {
                var path = pathIn(items.get(index), here + "[" + index + "]");
                if (path != null) {
                    return path;
                }
            }
        }
        return null;
    }
}
