package io.watchllm.sink.core;

import io.watchllm.delivery.core.Intent;
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

    private final Limits limits;
    private final long epoch;
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
    private long bisectTo = UNKNOWN;
    /**
     * Token generation of the open batch. A part of a range may have the same offsets as the whole one, so it must not
     * return to a generation that ClickHouse knows without having the rows.
     */
    private int generation = 1;

    /**
     * Limits of a batch.
     *
     * @param rows most records of a batch
     * @param bytes block size at which a batch is full; one more record may exceed it
     * @param ageMillis time between the ends of two batches while records come, and the longest that a record waits for
     *     others
     */
    public record Limits(int rows, long bytes, long ageMillis) {}

    /**
     * @param limits where a batch ends
     * @param epoch epoch of the partition
     * @param next offset at which reading begins; negative when the first record decides it
     */
    public BatchPlanner(Limits limits, long epoch, long next) {
        this.limits = limits;
        this.epoch = epoch;
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
        if (isEmpty() && exact == null && bisectTo == UNKNOWN) {
            next = Math.max(next, offset);
        }
    }

    /** Starts again at this offset with an empty batch. */
    public void restart(long offset) {
        clear();
        next = offset;
        exact = null;
        rowsMax = limits.rows();
        bisectTo = UNKNOWN;
        generation = 1;
    }

    /** Starts again at the start of this range, with batches of at most this many records until its end. */
    public void bisect(Intent intent, int most) {
        restart(intent.from());
        bisectTo = intent.to();
        rowsMax = most;
        generation = intent.generation();
    }

    /**
     * True when the latest row of the open batch must be kept, since ClickHouse may reject it. A batch can also have
     * one row because the range ends or because other records are bad, so this does not wait for batches of one record.
     */
    public boolean isolating() {
        return bisectTo != UNKNOWN;
    }

    /** True while an open range is read again: its bad records were evaluated when it was opened. */
    public boolean repeating() {
        return exact != null;
    }

    /** The range that is read again, or null. */
    public @Nullable Intent repeated() {
        return exact;
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
            return bisectTo == UNKNOWN ? SealReason.ROWS : SealReason.BISECTED;
        }
        if (bisectTo != UNKNOWN && last >= bisectTo) {
            return SealReason.BISECTED;
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

    /**
     * Seals the batch now. A range that is read again keeps its bounds and its leader epoch, whatever was found in it.
     *
     * @param leaderEpoch epoch of the leader that wrote the latest record; null when it is not known
     */
    public Intent end(long now, @Nullable Integer leaderEpoch) {
        endedAt = now;
        var range = exact == null
                ? new Intent(epoch, next, last, rows, generation, leaderEpoch)
                : new Intent(epoch, exact.from(), exact.to(), rows, generation, exact.leaderEpoch());
        clear();
        next = range.to() + 1;
        exact = null;
        if (next > bisectTo) {
            bisectTo = UNKNOWN;
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
