package io.watchllm.bench.core;

import java.util.List;

/**
 * One question, asked once with empty caches and then over and over.
 *
 * @param coldNanos the first answer
 * @param warmNanos the others, 1 or more, as a client waits for them
 * @param warmServerNanos of each of these, what ClickHouse took by its own clock
 * @param readRows rows that ClickHouse read for an answer
 * @param readBytes bytes of their columns, uncompressed
 * @param answerRows rows of the answer
 */
public record Timing(
        long coldNanos,
        List<Long> warmNanos,
        List<Long> warmServerNanos,
        long readRows,
        long readBytes,
        long answerRows) {
    private static final double NANOS_PER_MS = 1e6;
    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;

    public Timing {
        warmNanos = List.copyOf(warmNanos);
        warmServerNanos = List.copyOf(warmServerNanos);
    }

    /** The first answer in milliseconds. */
    public double coldMs() {
        return coldNanos / NANOS_PER_MS;
    }

    /** Half of the warm answers took no longer. */
    public double medianMs() {
        return at(MEDIAN, warmNanos);
    }

    /** 95 % of the warm answers took no longer; of 20, the slowest but one. */
    public double p95Ms() {
        return at(P95, warmNanos);
    }

    /** As {@link #medianMs()}, without what the client and the connection take, which is the same for any question. */
    public double serverMedianMs() {
        return at(MEDIAN, warmServerNanos);
    }

    private static double at(double share, List<Long> all) {
        var nanos = all.stream().mapToLong(Long::longValue).toArray();
        return new Percentiles(nanos).at(share) / NANOS_PER_MS;
    }
}
