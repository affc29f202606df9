package io.watchllm.sink.core;

import org.jspecify.annotations.Nullable;

/**
 * What a table holds of a partition, and what of the partition was said to be lost.
 *
 * @param rows rows that name an offset of the partition, of this topic or of one that had its name before
 * @param inLog of these, the rows of records that the log still has
 * @param furthest greatest offset among {@code inLog}, or among {@code rows} when it has none; negative without rows
 * @param rangeRows rows of the range that the commit leaves open; 0 when none is open
 * @param rangeOffsets different offsets among {@code rangeRows}
 * @param lostUpTo an operator has accepted that what lies between the commit and this offset is lost; negative when
 *     nobody has
 */
public record StoredRows(long rows, long inLog, long furthest, long rangeRows, long rangeOffsets, long lostUpTo) {
    /** Of a table that can't be asked, as it has no columns for where a row comes from. */
    public static final StoredRows NONE = new StoredRows(0, 0, -1, 0, 0, -1);

    /** The same, with another end of what was said to be lost. */
    public StoredRows withLostUpTo(long offset) {
        return new StoredRows(rows, inLog, furthest, rangeRows, rangeOffsets, offset);
    }

    /** Whether the open range is there as it was opened, each row once. */
    public boolean holds(Intent open) {
        return rangeRows == open.rows() && rangeOffsets == open.rows();
    }

    /** What two shards hold together. */
    public StoredRows plus(StoredRows other) {
        // Rows that a topic of that name once had are no measure of how far this one was stored.
        var furthest = inLog > 0 == other.inLog > 0
                ? Math.max(this.furthest, other.furthest)
                : inLog > 0 ? this.furthest : other.furthest;
        return new StoredRows(
                rows + other.rows,
                inLog + other.inLog,
                furthest,
                rangeRows + other.rangeRows,
                rangeOffsets + other.rangeOffsets,
                Math.max(lostUpTo, other.lostUpTo));
    }

    /** What is to be asked; {@code open} is null when no range is. */
    public record Question(
            PartitionName name,
            LogBounds log,
            long committed,
            @Nullable Intent open) {}
}
