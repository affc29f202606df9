package io.watchllm.strictfile;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations in files, such as {@code 90s} or {@code 1d}. */
public final class Durations {

    /** Regular expression of a duration. */
    public static final String FORM = "[0-9]{1,9}(ms|s|m|h|d)";

    private static final Pattern PARTS = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final Map<String, Long> UNITS_MS =
            Map.of("d", 86_400_000L, "h", 3_600_000L, "m", 60_000L, "s", 1_000L, "ms", 1L);

    private Durations() {}

    /** Milliseconds of a duration, or null when the text is none. */
    public static @Nullable Long millis(String text) {
        var parts = PARTS.matcher(text);
        return parts.matches()
                ? (Long) (Long.parseLong(parts.group(1)) * UNITS_MS.getOrDefault(parts.group(2), 0L))
                : null;
    }

    /** Milliseconds in the largest unit that is exact. */
    public static String text(long millis) {
        for (var unit : new String[] {"d", "h", "m", "s"}) {
            long length = UNITS_MS.getOrDefault(unit, 0L);
            if (millis > 0 && millis % length == 0) {
                return millis / length + unit;
            }
        }
        return millis + "ms";
    }
}
