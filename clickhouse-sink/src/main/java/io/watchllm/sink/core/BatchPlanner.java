package io.watchllm.sink.core;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the batches of one partition begin and end. It is called for every record, before and after; it holds
 * offsets and counts, never records.
 */
public final class BatchPlanner {
    /** Schema id of a record that has no schema. */
    public static final int NO_SCHEMA = Integer.MIN_VALUE;

    private static final long UNKNOWN = -1;
    /** While a backlog could fill a batch, it is sealed after this many times its age at the latest. */
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
     * Range of a sealed batch.
     *
     * @param from first offset; where the batch before ended, even when no record has this offset
     * @param to last offset, included
     * @param rows records that are rows of the block
     * @param poison records that are not
     */
    public record Range(long from, long to, int rows, int poison) {}

    /**
     * @param limits where a batch ends
     * @param next offset at which reading begins; negative when the first record decides it
     */
    public BatchPlanner(BatchLimits limits, long next) {
        this.limits = limits;
        this.next = next;
        this.rowsMax = limits.rows();
    }

    /** Makes the next batch exactly this range, regardless of the limits. */
    public void repeat(Intent intent) {
        restart(intent.from());
        exact = intent;
        generation = intent.generation();
    }

    /** Discards the open batch; its records must be offered again and will form the same range. */
    public void again() {
        clear();
    }

    /** Sets the first offset, unless it is known already. */
    public void beginsAt(long offset) {
        next = next < 0 ? offset : next;
    }

    /** Notes that there is no record between the last one and this offset: the next batch begins here. */
    public void reached(long offset) {
        if (isEmpty() && exact == null && narrowTo == UNKNOWN) {
            next = Math.max(next, offset);
        }
    }

    /** Starts again at this offset with an empty batch. */
    public void restart(long offset) {
        clear();
        next = offset;
        exact = null;
        rowsMax = limits.rows();
        narrowTo = UNKNOWN;
        generation = 1;
    }

    /** Starts again at the start of this range, with batches of at most this many records until its end. */
    public void narrow(Intent intent, int most) {
        restart(intent.from());
        narrowTo = intent.to();
        rowsMax = most;
        generation = intent.generation();
    }

    /**
     * True when the latest row of the open batch must be kept, since ClickHouse may reject it. A batch can also have
     * one row because the range ends or because other records are bad, so this does not wait for batches of one record.
     */
    public boolean isolating() {
        return narrowTo != UNKNOWN;
    }

    /** True while an open range is read again: its bad records were evaluated when it was opened. */
    public boolean repeating() {
        return exact != null;
    }

    /** The range that is read again, or null. */
    public @Nullable Intent repeated() {
        return exact;
    }

    /**
     * Token generation of the open batch. A part of a range may have the same offsets as the whole one, so it must not
     * return to a generation that ClickHouse knows without having the rows.
     */
    public int generation() {
        return generation;
    }

    public boolean isEmpty() {
        return last == UNKNOWN;
    }

    /** When the first record of the open batch came in; undefined while it is empty. */
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

    /** Adds a record that became a row; {@code blockBytes} is the size of the block with it. */
    public void accepted(long offset, int recordSchemaId, long blockBytes, long now) {
        open(offset, now);
        schemaId = recordSchemaId;
        rows++;
        bytes = blockBytes;
    }

    /** Adds a record that can't become a row. */
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

    /** Why the batch ends after the latest record, or null when it has room for more. */
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
     * Why a batch that could be sent at once is sealed though it is not full, or null. It is sealed when the age limit
     * has passed since the batch before it, not since its own first record: records that come after a pause need not
     * wait, and there is still at most one batch in that time. Records that can be read at once are included; an old
     * batch waits only if Kafka has enough records to fill it, since large blocks cost less per row.
     *
     * @param waiting records after {@link #position} that Kafka has; asked only when the answer decides
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

    /** Number of further records that fit if they are like the present ones. */
    private long recordsToFill() {
        var byRows = (long) rowsMax - rows - poison;
        return bytes == 0 ? byRows : Math.min(byRows, (limits.bytes() - bytes) * rows / bytes);
    }

    /** Seals the batch now. An open range that is read again keeps its bounds, whatever was found in it. */
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
