package io.watchllm.sink.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one assigned partition: one batch at a time, in order of offsets, none before its intent is committed.
 * Losing the partition means dropping the lane; the next owner finds the open intent in the commit.
 */
public final class PartitionWriter<L> {
    private final RetryPolicy retry;
    private final long epoch;
    private final Deque<Batch<L>> queue = new ArrayDeque<>();
    private WriterState<L> state = new WriterState.Idle<>();
    /** Set while there is something landed that is not committed. */
    private @Nullable Progress uncommitted;
    /** The range that the last commit left open; null when there is none. */
    private @Nullable Intent open;
    /** Where the open range was first sent, and how far the tables were before. */
    private BlockCountSnapshot opened;
    /** Set while an attempt before may have brought the range at hand into the table. */
    private boolean doubted;
    /** Set while the latest attempt failed behind the table. */
    private boolean viewFailed;

    /**
     * @param retry how long to wait between attempts
     * @param note what the committed metadata says: the epoch of the partition, and the range that it leaves open
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

    /** The range that may have landed: to be read again exactly before anything else is sent. */
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

    /** Batches that wait behind the one at hand. */
    public int queued() {
        return queue.size();
    }

    /** Puts a batch behind all others. */
    public void offer(Batch<L> batch) {
        if (state instanceof WriterState.Halted) {
            throw new IllegalStateException("a halted lane takes no batch");
        }
        queue.add(batch);
    }

    /** What has landed and is not committed, without opening a range; null when there is nothing. */
    public @Nullable Progress landed() {
        return uncommitted;
    }

    /** Everything below this offset is done with, though nothing was sent for it: it is to be committed. */
    public void passed(long offset) {
        if (settled() && open == null) {
            uncommitted = new Progress(offset, OffsetMetadata.landed(epoch));
        }
    }

    /**
     * What is to be committed now: landed ranges and the intent of the next batch in one; null when nothing is.
     *
     * @param latest how far the tables are, or were a moment ago; asked for only when a range is opened
     */
    public @Nullable Progress progress(Supplier<BlockCountSnapshot> latest) {
        if (state instanceof WriterState.Idle && !queue.isEmpty()) {
            state = new WriterState.Opening<>(queue.remove());
        }
        if (!(state instanceof WriterState.Opening<L>(var batch))) {
            return uncommitted;
        }
        // What is sent again was first sent when the mark of its own was taken.
        var mark = batch.intent().equals(open) ? opened : latest.get();
        return new Progress(batch.intent().from(), new OffsetMetadata(epoch, batch.intent(), mark));
    }

    /** The commit is with the broker. */
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
     * Set when the range at hand may be in the table already: its token may have been forgotten since, or be known
     * without the rows, and other bytes for it could be stored beside it.
     */
    public @Nullable UncertainInsert doubt() {
        return doubted && open != null ? new UncertainInsert(open, opened, viewFailed) : null;
    }

    /** True while nobody knows whether the range at hand is in the table. */
    public boolean inDoubt() {
        return switch (state) {
            case WriterState.Idle<L> idle -> open != null && uncommitted == null;
            case WriterState.Opening<L>(var batch) -> batch.intent().generation() > 1;
            default -> doubted;
        };
    }

    /** True when the batch under way was sent before, by this lane or by who had the partition before. */
    public boolean repeats() {
        return state instanceof WriterState.Sending<L> sending
                && (sending.attempt() > 1 || sending.batch().reason() == SealReason.RECOVERY);
    }

    /** The shard that the open range belongs to, as the commit says; empty when it does not say. */
    public String shard() {
        return opened.shard();
    }

    /** When the batch at hand is due; the end of time when none waits to be sent. */
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

    /** What came of the batch that was sent. */
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

    /** Stops; the range at hand stays open and is read again after {@link #resume}. */
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

    /** The refused row's range goes on with this load and without the row. */
    public void settle(L load, long now) {
        if (!(state instanceof WriterState.Sending<L>(var batch, var attempt, var before))) {
            throw new IllegalStateException("nothing to settle: " + state);
        }
        var settled = new Batch<>(batch.intent().emptied(), batch.reason(), load);
        state = new WriterState.Waiting<>(settled, 0, now, "");
    }

    /** Begins again: {@link #open} exactly, if there is one, else behind what has landed. */
    public void resume() {
        state = new WriterState.Idle<>();
    }

    /** What stands in the way, in a sentence; empty when nothing does. */
    public String trouble(int attemptsMax) {
        return switch (state) {
            case WriterState.Halted<L> halted -> halted.trouble();
            case WriterState.Waiting<L> waiting -> waiting.attempts() >= attemptsMax ? waiting.trouble() : "";
            // Otherwise trouble would come and go with each attempt.
            case WriterState.Sending<L> sending -> sending.attempt() > attemptsMax ? sending.trouble() : "";
            default -> "";
        };
    }
}
