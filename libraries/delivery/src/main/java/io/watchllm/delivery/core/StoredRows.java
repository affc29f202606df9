package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a partition that a table stores, and losses of the partition that an operator accepted.
 *
 * @param rows rows that name an offset of the partition, of this topic or of an earlier one of the same name
 * @param inLog number of these rows whose records the log still has
 * @param furthest greatest offset among {@code inLog}, or among {@code rows} when it has none; negative without rows
 * @param rangeRows rows of the range that the commit leaves open; 0 when none is open
 * @param rangeOffsets different offsets among {@code rangeRows}
 * @param lostUpTo an operator has accepted that everything between the commit and this offset is lost; negative when
 *     nobody has
 */
public record StoredRows(long rows, long inLog, long furthest, long rangeRows, long rangeOffsets, long lostUpTo) {
    /** Nothing is known, since the table has no columns for where a row comes from. */
    public static final StoredRows NONE = new StoredRows(0, 0, -1, 0, 0, -1);

    /** A copy with another end of the accepted losses. */
    public StoredRows withLostUpTo(long offset) {
        return new StoredRows(rows, inLog, furthest, rangeRows, rangeOffsets, offset);
    }

    /** Whether the table holds the open range as it was opened, each row once. */
    public boolean holds(Intent open) {
        return rangeRows == open.rows() && rangeOffsets == open.rows();
    }

    /** The sum of two shards. */
    public StoredRows plus(StoredRows other) {
        // Rows of an earlier topic of that name do not show how far this one was stored.
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

    /** The partition to count rows of; {@code open} is null when no range is open. */
    public record Question(
            PartitionName name,
            LogBounds log,
            long committed,
            @Nullable Intent open) {}
}
