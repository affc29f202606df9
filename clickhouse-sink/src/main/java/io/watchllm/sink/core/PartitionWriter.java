package io.watchllm.sink.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writer of one assigned partition: one batch at a time, in order of offsets, none before its intent is committed. When
 * the partition is lost, the writer is dropped; the next owner finds the open intent in the commit.
 */
public final class PartitionWriter<L> {
    private final RetryPolicy retry;
    private final long epoch;
    private final Deque<Batch<L>> queue = new ArrayDeque<>();
    private WriterState<L> state = new WriterState.Idle<>();
    /** Set while something has landed that is not committed. */
    private @Nullable Progress uncommitted;
    /** The range that the last commit left open; null when there is none. */
    private @Nullable Intent open;
    /** Where the open range was first sent, and the tables' block counts before. */
    private BlockCountSnapshot opened;
    /** Set while an earlier attempt may have inserted the current range. */
    private boolean doubted;
    /** Set while the latest attempt failed in a view behind the table. */
    private boolean viewFailed;

    /**
     * @param retry how long to wait between attempts
     * @param note the committed metadata: the epoch of the partition, and the range that it leaves open
     */
    public PartitionWriter(RetryPolicy retry, OffsetMetadata note) {
        this.retry = retry;
        this.epoch = note.epoch();
        this.open = note.open();
        this.opened = note.opened();
    }

    public long epoch() {
        return epoch;
    }

    public WriterState<L> state() {
        return state;
    }

    /** The range that may have landed: it must be read again exactly before anything else is sent. */
    public @Nullable Intent open() {
        return open;
    }

    /** True when a batch that is offered now would be sent next. */
    public boolean idle() {
        return state instanceof WriterState.Idle && queue.isEmpty();
    }

    /** True when nothing is left to send or to commit. */
    public boolean settled() {
        return idle() && uncommitted == null;
    }

    /** First offset that has not landed; {@code position} is where the open batch begins. */
    public long firstUnlanded(long position) {
        return switch (state) {
            case WriterState.Opening<L>(var batch) -> batch.intent().from();
            case WriterState.Sending<L> sending -> sending.batch().intent().from();
            case WriterState.Waiting<L> waiting -> waiting.batch().intent().from();
            default -> open == null ? position : open.from();
        };
    }

    /** Batches queued behind the current one. */
    public int queued() {
        return queue.size();
    }

    /** Queues a batch behind all others. */
    public void offer(Batch<L> batch) {
        if (state instanceof WriterState.Halted) {
            throw new IllegalStateException("a halted lane takes no batch");
        }
        queue.add(batch);
    }

    /** Progress that has landed and is not committed, without opening a range; null when there is none. */
    public @Nullable Progress landed() {
        return uncommitted;
    }

    /** Requests a commit of this offset although nothing was sent for what lies below it. */
    public void passed(long offset) {
        if (settled() && open == null) {
            uncommitted = new Progress(offset, OffsetMetadata.landed(epoch));
        }
    }

    /**
     * Progress to commit now: landed ranges together with the intent of the next batch; null when there is none.
     *
     * @param latest the tables' latest block counts; read only when a range is opened
     */
    public @Nullable Progress progress(Supplier<BlockCountSnapshot> latest) {
        if (state instanceof WriterState.Idle && !queue.isEmpty()) {
            state = new WriterState.Opening<>(queue.remove());
        }
        if (!(state instanceof WriterState.Opening<L>(var batch))) {
            return uncommitted;
        }
        // A range that is sent again keeps the snapshot from before it was first sent.
        var mark = batch.intent().equals(open) ? opened : latest.get();
        return new Progress(batch.intent().from(), new OffsetMetadata(epoch, batch.intent(), mark));
    }

    /** Notes that the broker has taken the commit. */
    public void committed(Progress progress, long now) {
        uncommitted = null;
        open = progress.note().open();
        opened = progress.note().opened();
        if (state instanceof WriterState.Opening<L>(var batch) && batch.intent().equals(open)) {
            state = new WriterState.Waiting<>(batch, 0, now, "");
            doubted = batch.reason() == SealReason.RECOVERY || batch.intent().generation() > 1;
            viewFailed = false;
        }
    }

    /**
     * Set when the current range may be in the table already: its token may have been forgotten since, or be known
     * without the rows, so different bytes for it could be stored in addition.
     */
    public @Nullable UncertainInsert doubt() {
        return doubted && open != null ? new UncertainInsert(open, opened, viewFailed) : null;
    }

    /** True while it is not known whether the current range is in the table. */
    public boolean inDoubt() {
        return switch (state) {
            case WriterState.Idle<L> idle -> open != null && uncommitted == null;
            case WriterState.Opening<L>(var batch) -> batch.intent().generation() > 1;
            default -> doubted;
        };
    }

    /** True when the batch under way was sent before, by this writer or by a previous owner of the partition. */
    public boolean repeats() {
        return state instanceof WriterState.Sending<L> sending
                && (sending.attempt() > 1 || sending.batch().reason() == SealReason.RECOVERY);
    }

    /** The shard of the open range according to the commit; empty when it names none. */
    public String shard() {
        return opened.shard();
    }

    /** When the current batch is due; {@code Long.MAX_VALUE} when none waits to be sent. */
    public long dueMillis() {
        return state instanceof WriterState.Waiting<L> waiting ? waiting.dueMillis() : Long.MAX_VALUE;
    }

    /** The batch to send now, or null. */
    public @Nullable Batch<L> send(long now) {
        if (state instanceof WriterState.Waiting<L> waiting && now >= waiting.dueMillis()) {
            state = new WriterState.Sending<>(waiting.batch(), waiting.attempts() + 1, waiting.trouble());
            return waiting.batch();
        }
        return null;
    }

    /** Handles the outcome of the batch that was sent. */
    public Reaction<L> complete(Outcome outcome, long now) {
        if (!(state instanceof WriterState.Sending<L>(var batch, var attempt, var before))) {
            throw new IllegalStateException("an outcome with nothing sent: " + state);
        }
        return switch (outcome) {
            case Outcome.Acked acked -> landed(batch);
            case Outcome.FoundLanded found -> landed(batch);
            case Outcome.AckedWithoutRows(var message) -> {
                state = new WriterState.Opening<>(
                        new Batch<>(batch.intent().nextGeneration(), batch.reason(), batch.load()));
                yield new Reaction.Again<>(batch, 0);
            }
            case Outcome.Unclear(var message) -> {
                halt(message);
                yield new Reaction.Halt<>(message);
            }
            case Outcome.NotNow(var code, var message) -> again(batch, attempt, now, message);
            case Outcome.InDoubt(var code, var message, var behindTable) -> {
                doubted = true;
                viewFailed = behindTable;
                yield again(batch, attempt, now, message);
            }
            case Outcome.BadConfig(var code, var message) -> {
                halt(message);
                yield new Reaction.Halt<>(message);
            }
            case Outcome.BadData(var code, var message, var landed) -> {
                if (doubted && landed != 0) {
                    var trouble = doubt(batch.intent(), landed, message);
                    halt(trouble);
                    yield new Reaction.Halt<>(trouble);
                }
                if (batch.isolated()) {
                    yield new Reaction.Poison<>(batch, code, message);
                }
                queue.clear();
                state = new WriterState.Idle<>();
                yield new Reaction.Narrow<>(
                        batch.intent(), Math.max(1, batch.intent().rows() / 2));
            }
        };
    }

    private Reaction<L> landed(Batch<L> batch) {
        state = new WriterState.Idle<>();
        uncommitted = new Progress(batch.intent().to() + 1, OffsetMetadata.landed(epoch));
        return new Reaction.Landed<>(batch);
    }

    /** Stops; the current range stays open and is read again after {@link #resume}. */
    public void halt(String trouble) {
        queue.clear();
        state = new WriterState.Halted<>(trouble);
    }

    private static String doubt(Intent range, long landed, String message) {
        var there =
                landed < 0 ? "how many of its rows are in the table could not be asked" : landed + " are in the table";
        return "offsets " + range.from() + " to " + range.to() + " are refused now, but may have landed before: "
                + there
                + " of " + range.rows() + " rows. Undo what makes ClickHouse refuse them, or compare with"
                + " source_partition and source_offset, and " + Advice.MOVE_GROUP + ". ClickHouse says: " + message;
    }

    private Reaction<L> again(Batch<L> batch, int attempt, long now, String message) {
        var delay = retry.delayMillis(attempt);
        state = new WriterState.Waiting<>(batch, attempt, now + delay, message);
        return new Reaction.Again<>(batch, delay);
    }

    /** Continues the rejected row's range with this load, without the row. */
    public void settle(L load, long now) {
        if (!(state instanceof WriterState.Sending<L>(var batch, var attempt, var before))) {
            throw new IllegalStateException("nothing to settle: " + state);
        }
        var settled = new Batch<>(batch.intent().emptied(), batch.reason(), load);
        state = new WriterState.Waiting<>(settled, 0, now, "");
    }

    /** Starts again: with exactly the {@link #open} range, if there is one, else after what has landed. */
    public void resume() {
        state = new WriterState.Idle<>();
    }

    /** The current problem, in a sentence; empty when there is none. */
    public String trouble(int attemptsMax) {
        return switch (state) {
            case WriterState.Halted<L> halted -> halted.trouble();
            case WriterState.Waiting<L> waiting -> waiting.attempts() >= attemptsMax ? waiting.trouble() : "";
            // Otherwise the reported problem would come and go with each attempt.
            case WriterState.Sending<L> sending -> sending.attempt() > attemptsMax ? sending.trouble() : "";
            default -> "";
        };
    }
}
