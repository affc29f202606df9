package io.watchllm.sink.core;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the batches of one partition begin and end. It is told of every record and asked before and after each;
 * it holds offsets and counts, never records.
 */
public final class BatchPlanner {
    /** Stands for the schema of a record that has none. */
    public static final int NO_SCHEMA = Integer.MIN_VALUE;

    private static final long UNKNOWN = -1;
    /** A batch that a backlog would fill closes after so many times its age at the latest. */
    private static final int BACKLOG_AGES = 8;

    private final BatchLimits limits;
    /** First offset that belongs to no batch. */
    private long next;

    private long last = UNKNOWN;
    private int schemaId = NO_SCHEMA;
    private int rows;
    private int poison;
    private long bytes;
    private long openedAt;
    private long endedAt = Long.MIN_VALUE / 2;
    private @Nullable Intent exact;
    private int rowsMax;
    private long narrowTo = UNKNOWN;
    private int generation = 1;

    /**
     * A batch that has ended.
     *
     * @param from first offset; where the batch before ended, even when no record has this offset
     * @param to last offset, included
     * @param rows records that are rows of the block
     * @param poison records that are not
     */
    public record Range(long from, long to, int rows, int poison) {}

    /**
     * @param limits where a batch ends
     * @param next offset at which reading begins; negative when it is that of the first record
     */
    public BatchPlanner(BatchLimits limits, long next) {
        this.limits = limits;
        this.next = next;
        this.rowsMax = limits.rows();
    }

    /** The next batch is this range and nothing else, whatever the limits say. */
    public void repeat(Intent intent) {
        restart(intent.from());
        exact = intent;
        generation = intent.generation();
    }

    /** Drops the batch at hand; its records are to be offered again, and end up in the same bounds. */
    public void again() {
        clear();
    }

    /** Reading begins with the record of this offset, unless that is known already. */
    public void beginsAt(long offset) {
        next = next < 0 ? offset : next;
    }

    /** What lies before this offset and behind the last record is no record: the next batch begins here. */
    public void reached(long offset) {
        if (isEmpty() && exact == null && narrowTo == UNKNOWN) {
            next = Math.max(next, offset);
        }
    }

    /** Begins again at this offset, with nothing in hand. */
    public void restart(long offset) {
        clear();
        next = offset;
        exact = null;
        rowsMax = limits.rows();
        narrowTo = UNKNOWN;
        generation = 1;
    }

    /** Begins again at the start of this range, with batches of at most this many records until its end. */
    public void narrow(Intent intent, int most) {
        restart(intent.from());
        narrowTo = intent.to();
        rowsMax = most;
        generation = intent.generation();
    }

    /**
     * True when the latest row of the batch at hand must be kept: it may be what ClickHouse refuses. A batch of one row
     * also comes of a range's end or of bad records beside the row, so this does not wait for batches of one record.
     */
    public boolean isolating() {
        return narrowTo != UNKNOWN;
    }

    /** True while an open range is read again: it was judged when it was opened. */
    public boolean repeating() {
        return exact != null;
    }

    /** The range that is read again, or null. */
    public @Nullable Intent repeated() {
        return exact;
    }

    /**
     * Generation of the token of the batch at hand. A part of a range may have the very offsets of the whole one, so it
     * must not go back to a generation that ClickHouse knows without having the rows.
     */
    public int generation() {
        return generation;
    }

    public boolean isEmpty() {
        return last == UNKNOWN;
    }

    /** When the first record of the batch at hand came in; of no meaning while there is none. */
    public long openedAt() {
        return openedAt;
    }

    /** First offset that is in no batch and was not offered. */
    public long position() {
        return isEmpty() ? next : last + 1;
    }

    /** Why the batch must end before this record, or null when the record belongs to it. */
    public @Nullable SealReason endsBefore(long offset, int recordSchemaId) {
        if (exact != null) {
            return offset > exact.to() ? SealReason.RECOVERY : null;
        }
        if (isEmpty()) {
            return null;
        }
        var known = schemaId != NO_SCHEMA && recordSchemaId != NO_SCHEMA;
        return known && schemaId != recordSchemaId ? SealReason.SCHEMA : null;
    }

    /** The record is a row of the block, which now is so large. */
    public void accepted(long offset, int recordSchemaId, long blockBytes, long now) {
        open(offset, now);
        schemaId = recordSchemaId;
        rows++;
        bytes = blockBytes;
    }

    /** The record can't be a row. */
    public void rejected(long offset, long now) {
        open(offset, now);
        poison++;
    }

    private void open(long offset, long now) {
        if (isEmpty()) {
            openedAt = now;
            beginsAt(offset);
        }
        last = offset;
    }

    /** Why the batch ends with the record it has taken last, or null when it has room for more. */
    public @Nullable SealReason full() {
        if (isEmpty()) {
            return null;
        }
        if (exact != null) {
            return last >= exact.to() ? SealReason.RECOVERY : null;
        }
        if (rows + poison >= rowsMax) {
            return narrowTo == UNKNOWN ? SealReason.ROWS : SealReason.NARROWED;
        }
        if (narrowTo != UNKNOWN && last >= narrowTo) {
            return SealReason.NARROWED;
        }
        return bytes >= limits.bytes() ? SealReason.BYTES : null;
    }

    /**
     * Why a batch that could be sent at once ends though it is not full, or null. It ends when so much time has passed
     * since the batch before it, not since its own first record: what comes after a pause need not wait, and there is
     * still one batch in that time at most. What can be read at once belongs to it; when it is old, only what would
     * fill it is waited for, since large blocks cost less a row.
     *
     * @param waiting records behind {@link #position} that Kafka has; asked only when the answer decides
     */
    public @Nullable SealReason due(long now, LongSupplier waiting) {
        if (isEmpty() || exact != null || now - endedAt < limits.ageMillis()) {
            return null;
        }
        var ageMillis = now - openedAt;
        if (ageMillis >= limits.ageMillis() * BACKLOG_AGES) {
            return SealReason.AGE;
        }
        var most = ageMillis < limits.ageMillis() ? 1 : recordsToFill();
        return waiting.getAsLong() < most ? SealReason.AGE : null;
    }

    /** Records that still go into the batch if they are like those that it has. */
    private long recordsToFill() {
        var byRows = (long) rowsMax - rows - poison;
        return bytes == 0 ? byRows : Math.min(byRows, (limits.bytes() - bytes) * rows / bytes);
    }

    /** Ends the batch now. An open range that is read again keeps its bounds, whatever was found in it. */
    public Range end(long now) {
        endedAt = now;
        var range =
                exact != null ? new Range(exact.from(), exact.to(), rows, poison) : new Range(next, last, rows, poison);
        clear();
        next = range.to() + 1;
        exact = null;
        if (next > narrowTo) {
            narrowTo = UNKNOWN;
            rowsMax = limits.rows();
            generation = 1;
        }
        return range;
    }

    private void clear() {
        last = UNKNOWN;
        schemaId = NO_SCHEMA;
        rows = 0;
        poison = 0;
        bytes = 0;
    }
}
