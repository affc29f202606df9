package io.watchllm.processor.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is odd about one event but kept, as the words of the column {@code flags}; cuts texts that are too long. For one
 * event.
 */
final class Kept {

    private static final int UTF8_BYTES_A_CHAR_MAX = 3;

    private final long textBytes;
    private final Set<String> flags = new LinkedHashSet<>();

    Kept(long textBytes) {
        this.textBytes = textBytes;
    }

    /** The text, cut at the limit; then {@code column_truncated} is flagged. */
    @Nullable
    String text(String column, @Nullable String text) {
        if (text == null || (long) text.length() * UTF8_BYTES_A_CHAR_MAX <= textBytes) {
            return text;
        }
        if (Utf8.length(text) <= textBytes) {
            return text;
        }
        flags.add(column + "_truncated");
        return Utf8.cut(text, textBytes);
    }

    void flagWhen(boolean odd, String flag) {
        if (odd) {
            flags.add(flag);
        }
    }

    List<String> flags() {
        return List.copyOf(flags);
    }
}
