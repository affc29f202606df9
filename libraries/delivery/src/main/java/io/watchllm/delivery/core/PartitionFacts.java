package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * What Kafka says about a partition, by which it is decided where to begin.
 *
 * @param commit what the group has committed; null for nothing
 * @param log bounds of its log
 */
public record PartitionFacts(PartitionName name, @Nullable OffsetCommit commit, LogBounds log) {

    /** The committed offset; negative when there is none. */
    public long committed() {
        return commit == null ? -1 : commit.offset();
    }

    /** The range that the commit leaves open; null when there is none, or the metadata does not fit. */
    public @Nullable Intent openRange() {
        return commit != null
                        && OffsetMetadata.read(commit, name.topicId()) instanceof OffsetMetadata.Fits(var metadata)
                ? metadata.open()
                : null;
    }

    /** Whether {@link StartRules#decide} needs the rows that the table stores. */
    public boolean asksTable() {
        return commit == null || commit.offset() < log.start();
    }

    /** Asks which rows the table stores, and which of this range; null for no range. */
    public StoredRows.Question question(@Nullable Intent range) {
        return new StoredRows.Question(name, log, committed(), range);
    }
}
