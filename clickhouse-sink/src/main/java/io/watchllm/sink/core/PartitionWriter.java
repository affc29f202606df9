package io.watchllm.sink.core;

import io.watchllm.delivery.core.Advice;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.RetryPolicy;
import io.watchllm.delivery.core.UncertainInsert;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writer of one assigned partition: one batch at a time, in order of offsets, none before its intent is committed. When
 * the partition is lost, the writer is dropped; the next owner finds the open intent in the commit.
 *
 * <pre>
 * IDLE → OPENING → WAITING → SENDING → IDLE
 *           ↑         ↑         │ not now, in doubt
 *           │         └─────────┤
 *           └───────────────────┤ acknowledged without rows: under the next generation of its token
 *                               └ bad config, unclear → HALTED → (range read again)
 * </pre>
 */
public final class PartitionWriter<P> {
    private final RetryPolicy retry;
    private final Deque<Batch<P>> queue = new ArrayDeque<>();

    private State state = State.IDLE;
    /** The current batch; null while idle or halted. */
    private @Nullable Batch<P> current;
    /** Attempts of the current batch, including the one under way. */
    private int attempts;

    private long dueMillis;
    /** Why the latest attempt of the current batch failed; empty before the first. */
    private String failure = "";
    /** Set while something has landed that is not committed. */
    private @Nullable Progress uncommitted;
    /** Metadata of the last commit: the epoch of the partition, and the range that it left open. */
    private OffsetMetadata committed;
    /** Set while an earlier attempt may have inserted the current range. */
    private boolean doubted;
    /** Set while the latest attempt failed in a view behind the table. */
    private boolean viewFailed;

    /** State of a partition writer. */
    public enum State {
        /** Nothing is open. */
        IDLE,
        /** The intent of the current batch is not committed yet; nothing of it may be sent. */
        OPENING,
        /** The current batch waits for its next attempt. */
        WAITING,
        /** The current batch is under way. */
        SENDING,
        /** An operator is needed. */
        HALTED
    }

    /**
     * Progress to commit.
     *
     * @param offset everything below it has landed
     */
    public record Progress(long offset, OffsetMetadata metadata) {}

    /**
     * @param retry how long to wait between attempts
     * @param committed the committed metadata: the epoch of the partition, and the range that it leaves open
     */
    public PartitionWriter(RetryPolicy retry, OffsetMetadata committed) {
        this.retry = retry;
        this.committed = committed;
    }

    public State state() {
        return state;
    }

    /** Attempts of the current batch, including the one under way; 0 when there is none. */
    public int attempts() {
        return attempts;
    }

    /** The range that may have landed: it must be read again exactly before anything else is sent. */
    public @Nullable Intent open() {
        return committed.open();
    }

    /** True when a batch that is offered now would be sent next. */
    public boolean idle() {
        return state == State.IDLE && queue.isEmpty();
    }

    /** True when nothing is left to send or to commit. */
    public boolean resolved() {
        return idle() && uncommitted == null;
    }

    /** First offset that has not landed; {@code position} is where the open batch begins. */
    public long firstUnlanded(long position) {
        var range = current == null ? open() : current.intent();
        return range == null ? position : range.from();
    }

    /** Batches queued behind the current one. */
    public int queued() {
        return queue.size();
    }

    /** Queues a batch behind all others. */
    public void offer(Batch<P> batch) {
        if (state == State.HALTED) {
            throw new IllegalStateException("a halted writer takes no batch");
        }
        queue.add(batch);
    }

    /** Progress that has landed and is not committed, without opening a range; null when there is none. */
    public @Nullable Progress landed() {
        return uncommitted;
    }

    /** Requests a commit of this offset although nothing was sent for what lies below it. */
    public void passed(long offset) {
        if (resolved() && open() == null) {
            uncommitted = new Progress(offset, OffsetMetadata.landed(committed.epoch()));
        }
    }

    /**
     * Progress to commit now: landed ranges together with the intent of the next batch; null when there is none.
     *
     * @param latest the tables' latest block counts; read only when a range is opened
     */
    public @Nullable Progress progress(Supplier<BlockCountSnapshot> latest) {
        if (state == State.IDLE && !queue.isEmpty()) {
            become(State.OPENING, queue.remove());
        }
        if (state != State.OPENING || current == null) {
            return uncommitted;
        }
        var intent = current.intent();
        // A range that is sent again keeps the snapshot from before it was first sent.
        var opened = intent.equals(open()) ? committed.opened() : latest.get();
        return new Progress(intent.from(), new OffsetMetadata(committed.epoch(), intent, opened));
    }

    /** Notes that the broker has taken the commit. */
    public void committed(Progress progress, long now) {
        uncommitted = null;
        committed = progress.metadata();
        if (state == State.OPENING && current != null && current.intent().equals(open())) {
            doubted =
                    current.reason() == SealReason.RECOVERY || current.intent().generation() > 1;
            viewFailed = false;
            dueMillis = now;
            become(State.WAITING, current);
        }
    }

    /**
     * Set when the current range may be in the table already: its token may have been forgotten since, or be known
     * without the rows, so different bytes for it could be stored in addition.
     */
    public @Nullable UncertainInsert uncertain() {
        var open = open();
        return doubted && open != null ? new UncertainInsert(open, committed.opened(), viewFailed) : null;
    }

    /** True while it is not known whether the current range is in the table. */
    public boolean inDoubt() {
        return switch (state) {
            case IDLE -> open() != null && uncommitted == null;
            case OPENING -> current != null && current.intent().generation() > 1;
            case WAITING, SENDING, HALTED -> doubted;
        };
    }

    /** When the current batch is due; {@code Long.MAX_VALUE} when none waits to be sent. */
    public long dueMillis() {
        return state == State.WAITING ? dueMillis : Long.MAX_VALUE;
    }

    /** The attempt to make now; null when no batch is due. */
    public @Nullable Attempt<P> send(long now) {
        if (current == null || now < dueMillis()) {
            return null;
        }
        state = State.SENDING;
        attempts++;
        var repeated = attempts > 1 || current.reason() == SealReason.RECOVERY;
        return new Attempt<>(current, committed.opened().shard(), uncertain(), repeated);
    }

    /** Handles the outcome of the batch that was sent. */
    public Reaction complete(Outcome outcome, long now) {
        var sent = sent();
        return switch (outcome) {
            case Outcome.Acked acked -> landed(sent);
            case Outcome.FoundLanded found -> landed(sent);
            case Outcome.AckedWithoutRows without -> {
                become(State.OPENING, new Batch<>(sent.intent().nextGeneration(), sent.reason(), sent.payload()));
                yield new Reaction.Again();
            }
            case Outcome.NotNow notNow -> again(notNow, now);
            case Outcome.InDoubt inDoubt -> {
                doubted = true;
                viewFailed = inDoubt.viewFailed();
                yield again(inDoubt, now);
            }
            case Outcome.Unclear(var why) -> halt(why);
            case Outcome.BadConfig bad -> halt(bad.message());
            case Outcome.BadData bad -> rejected(sent, bad);
        };
    }

    private Reaction rejected(Batch<P> sent, Outcome.BadData bad) {
        if (doubted && bad.landed() != 0) {
            return halt(mayHaveLanded(sent.intent(), bad));
        }
        if (sent.isolated()) {
            return new Reaction.Poison(bad.code(), bad.message());
        }
        queue.clear();
        become(State.IDLE, null);
        return new Reaction.Bisect(sent.intent(), Math.max(1, sent.intent().rows() / 2));
    }

    private static String mayHaveLanded(Intent range, Outcome.BadData bad) {
        var there = bad.landed() < 0
                ? "how many of its rows are in the table could not be asked"
                : bad.landed() + " are in the table";
        return "offsets " + range.from() + " to " + range.to() + " are refused now, but may have landed before: "
                + there
                + " of " + range.rows() + " rows. Undo what makes ClickHouse refuse them, or compare with"
                + " source_partition and source_offset, and " + Advice.MOVE_GROUP + ". ClickHouse says: "
                + bad.message();
    }

    private Reaction landed(Batch<P> sent) {
        become(State.IDLE, null);
        uncommitted = new Progress(sent.intent().to() + 1, OffsetMetadata.landed(committed.epoch()));
        return new Reaction.Landed();
    }

    private Reaction again(Outcome outcome, long now) {
        state = State.WAITING;
        dueMillis = now + retry.delayMillis(attempts);
        failure = outcome.message();
        return new Reaction.Again();
    }

    /** Stops; the current range stays open and is read again after {@link #resume}. */
    public Reaction.Halt halt(String why) {
        queue.clear();
        become(State.HALTED, null);
        return new Reaction.Halt(why);
    }

    /** Continues the rejected row's range with this payload, without the row. */
    public void sendWithoutRow(P payload, long now) {
        var sent = sent();
        dueMillis = now;
        become(State.WAITING, new Batch<>(sent.intent().emptied(), sent.reason(), payload));
    }

    /** Starts again: with exactly the {@link #open} range, if there is one, else after what has landed. */
    public void resume() {
        become(State.IDLE, null);
    }

    private void become(State next, @Nullable Batch<P> batch) {
        state = next;
        current = batch;
        attempts = 0;
        failure = "";
    }

    private Batch<P> sent() {
        if (state == State.SENDING && current != null) {
            return current;
        }
        throw new IllegalStateException("an outcome with nothing sent: " + state);
    }

    /** Why the latest attempt failed, once so many have; empty otherwise. Stays during further attempts. */
    public String trouble(int attemptsMax) {
        var failed = state == State.SENDING ? attempts - 1 : attempts;
        return failed >= attemptsMax ? failure : "";
    }
}
