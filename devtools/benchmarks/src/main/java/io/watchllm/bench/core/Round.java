package io.watchllm.bench.core;

/**
 * One table filled once.
 *
 * @param side who filled it
 * @param rows how many rows
 * @param bytes size of their records' values in bytes, before the producer's compression
 * @param seconds from the moment the partitions were assigned until the last row could be read
 * @param cpuAtLastRow from the first to the second of these moments
 * @param cpu from the first moment until ClickHouse had no merge left to do
 * @param inserts how many inserts it took
 */
public record Round(
        Side side, long rows, long bytes, double seconds, CpuSeconds cpuAtLastRow, CpuSeconds cpu, long inserts) {
    private static final double MILLION = 1e6;

    /** Rows a second. */
    public double rowsPerSecond() {
        return rows / seconds;
    }

    /** Megabytes (10^6) of record values a second. */
    public double megabytesPerSecond() {
        return bytes / MILLION / seconds;
    }

    /** Turns seconds of this round into seconds for a million rows. */
    public double perMillion(double cpuSeconds) {
        return cpuSeconds * MILLION / rows;
    }
}
