package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * A range of offsets that is about to be inserted as one block.
 *
 * @param epoch changes when an operator resets offsets, so that a deliberate replay is not dropped as a repeat
 * @param from first offset of the range
 * @param to last offset of the range, included
 * @param rows rows of the block: records of the range that could be encoded
 * @param generation generation of its token, from 1; incremented when ClickHouse knows the token and has none of the
 *     rows
 * @param leaderEpoch epoch of the leader that wrote its last record, since a later leader may have written another log;
 *     null when it is not known
 */
public record Intent(
        long epoch,
        long from,
        long to,
        int rows,
        int generation,
        @Nullable Integer leaderEpoch) {

    public Intent {
        if (from < 0 || to < from || rows < 0 || generation < 1) {
            throw new IllegalArgumentException("no range: " + from + " to " + to + " with " + rows
                    + " rows, generation " + generation + " of its token");
        }
    }

    /** A range under the first generation of its token, with no known leader epoch. */
    public Intent(long epoch, long from, long to, int rows) {
        this(epoch, from, to, rows, 1, null);
    }

    /** Describes for an operator that the range does not have these rows when it is read again; null when it has. */
    public @Nullable String problem(int found) {
        return found == rows
                ? null
                : "offsets " + from + " to " + to + " were opened with " + rows + " rows and now give " + found
                        + "; the range may be in the table already. Compare with source_partition and source_offset,"
                        + " then " + Advice.MOVE_GROUP;
    }

    /** The same range without any row. */
    public Intent emptied() {
        return new Intent(epoch, from, to, 0, generation, leaderEpoch);
    }

    /** The same range under the next generation of its token, which ClickHouse has not seen. */
    public Intent nextGeneration() {
        return new Intent(epoch, from, to, rows, generation + 1, leaderEpoch);
    }

    /**
     * Deduplication token of an insert: the same range of the same topic in the same epoch is stored once, however
     * often it is sent. From the second generation on, the token ends with the generation's number.
     *
     * @param namespace keeps apart sinks that fill one table
     * @param topicId id of the topic, not its name: a topic that is created again has another id
     * @param partition partition of the topic
     */
    public String token(String namespace, String topicId, int partition) {
        return namespace + "/" + topicId + "/" + partition + "/" + epoch + "/" + from + "-" + to
                + (generation == 1 ? "" : "/" + generation);
    }
}
