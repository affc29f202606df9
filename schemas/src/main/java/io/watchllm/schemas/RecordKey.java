package io.watchllm.schemas;

/**
 * Record keys of several parts: joined by {@code |}, and within a part {@code |} and {@code \} are preceded by
 * {@code \}. No two lists of parts have the same key, so on a compacted topic none replaces another. The key of events
 * and rows, {@link EventKey}, has no escapes, because every producer writes it: it only selects a partition.
 */
public final class RecordKey {

    private static final char SEPARATOR = '|';
    private static final char ESCAPE = '\\';

    private RecordKey() {}

    /** The key of these parts, one or more. */
    public static String of(String... parts) {
        var key = new StringBuilder();
        for (int index = 0; index < parts.length; index++) {
            if (index > 0) {
                key.append(SEPARATOR);
            }
            append(key, parts[index]);
        }
        return key.toString();
    }

    private static void append(StringBuilder key, String part) {
        for (int index = 0; index < part.length(); index++) {
            char each = part.charAt(index);
            if (each == SEPARATOR || each == ESCAPE) {
                key.append(ESCAPE);
            }
            key.append(each);
        }
    }
}
