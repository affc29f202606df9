package io.watchllm.sink.core;

/**
 * Where the log of a partition begins and ends, as its leader says.
 *
 * @param start offset of the first record that retention has left
 * @param stable last stable offset: readers of what is committed end here
 * @param end the high watermark; above {@code stable} while a transaction is open
 * @param startMillis when the first record was appended; negative when the log has none
 * @param retentionMillis how long the topic keeps a record; {@link #FOR_EVER}, or {@link #UNKNOWN} when Kafka does not
 *     say
 */
public record LogBounds(long start, long stable, long end, long startMillis, long retentionMillis) {
    /** Retention of a topic that keeps its records. */
    public static final long FOR_EVER = -1;

    /** Retention of a topic whose settings can't be read. */
    public static final long UNKNOWN = -2;
}
