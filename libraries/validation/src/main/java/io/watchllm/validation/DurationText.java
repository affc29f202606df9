package io.watchllm.validation;

import java.time.Duration;

/** Formats durations for people without rounding, in the largest unit that is exact. */
final class DurationText {
    private static final int MINUTES_OF_HOUR = 60;
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MILLIS_OF_SECOND = 1_000;
    private static final int HOURS_OF_DAY = 24;

    private DurationText() {}

    /** For example {@code 90 days}, {@code 24 h}, {@code 90 min}, {@code 1500 ms}; anything below 1 ms is dropped. */
    static String of(Duration duration) {
        var millis = duration.toMillis();
        if (millis % MILLIS_OF_SECOND != 0) {
            return millis + " ms";
        }
        var seconds = millis / MILLIS_OF_SECOND;
        if (seconds % SECONDS_OF_MINUTE != 0) {
            return seconds + " s";
        }
        var minutes = seconds / SECONDS_OF_MINUTE;
        if (minutes % MINUTES_OF_HOUR != 0) {
            return minutes + " min";
        }
        var hours = minutes / MINUTES_OF_HOUR;
        return hours % HOURS_OF_DAY == 0 && hours > HOURS_OF_DAY ? hours / HOURS_OF_DAY + " days" : hours + " h";
    }
}
