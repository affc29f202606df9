package io.watchllm.sink.core;

import io.watchllm.delivery.core.LogBounds;

/**
 * Estimates how long it takes until retention deletes the first record that has not landed, from the age of that record
 * and the topic's retention by time. The age is known once the record was read; before, it is interpolated by offset
 * between the log's first record and now. Kafka deletes whole segments, so a record stays at least that long, unless
 * retention by size is reached first, which is not predicted.
 */
public final class RetentionForecast {
    private static final double MILLIS_PER_SECOND = 1_000;

    private RetentionForecast() {}

    /**
     * Seconds that are left; infinite when records are kept for ever, NaN when retention is not known.
     *
     * @param firstUnlanded offset of the first record that has not landed
     * @param readMillis when that record was appended; negative when it was not read yet
     */
    public static double secondsLeft(LogBounds log, long firstUnlanded, long readMillis, long now) {
        if (log.retentionMillis() == LogBounds.UNKNOWN) {
            return Double.NaN;
        }
        if (log.retentionMillis() == LogBounds.FOR_EVER) {
            return Double.POSITIVE_INFINITY;
        }
        var appended = readMillis >= 0 ? readMillis : appendedMillis(log, firstUnlanded, now);
        return Math.max(0, appended + log.retentionMillis() - now) / MILLIS_PER_SECOND;
    }

    private static long appendedMillis(LogBounds log, long offset, long now) {
        if (offset >= log.end() || log.startMillis() < 0) {
            return now;
        }
        var share = (double) Math.max(0, offset - log.start()) / (log.end() - log.start());
        return log.startMillis() + (long) (share * Math.max(0, now - log.startMillis()));
    }
}
