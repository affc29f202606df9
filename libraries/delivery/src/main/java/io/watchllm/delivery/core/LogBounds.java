package io.watchllm.delivery.core;

/**
 * Bounds of a partition's log, as its leader reports them.
 *
 * @param start offset of the first record that retention has not deleted
 * @param stable last stable offset: read_committed consumers end here
 * @param end the high watermark; above {@code stable} while a transaction is open
 * @param startMillis when the first record was appended; negative when the log has none
 * @param retentionMillis how long the topic keeps a record; {@link #FOR_EVER}, or {@link #UNKNOWN} when Kafka does not
 *     say
 */
public record LogBounds(long start, long stable, long end, long startMillis, long retentionMillis) {
    /** Retention of a topic that keeps its records for ever. */
    public static final long FOR_EVER = -1;

    /** Retention of a topic whose settings can't be read. */
    public static final long UNKNOWN = -2;
}
