package io.watchllm.sink.consume;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.sink.core.Attempt;
import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.BufferMemory;
import io.watchllm.sink.core.PartitionWriter;
import io.watchllm.sink.core.PartitionWriter.State;
import io.watchllm.sink.core.PoisonBreaker;
import io.watchllm.sink.core.Reaction;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.observe.PipelineState;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.table.BatchPayload;
import io.watchllm.sink.table.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Pipeline of one assigned partition: takes its records in order, encodes them into the open batch, seals batches where
 * the planner ends them, and sends them through the partition writer, which it owns. When it can't continue it is
 * blocked: it takes no records, and later reads again from where it stopped. Used by the loop's thread only.
 */
final class PartitionPipeline {
    private final TopicPartition partition;
    private final Shared shared;
    private final PartitionWriter<BatchPayload> writer;
    private final BatchPlanner planner;
    private final PartitionOffsets offsets;
    private final PoisonBreaker breaker;
    private final OpenBatch batch;
    private long sealedBytes;
    private @Nullable Blocked blocked;
    /** Why it is blocked, or was before anything has landed since: so the reported problem does not come and go. */
    private String trouble = "";

    private boolean ending;
    private boolean abandoned;

    /** Until when a pipeline takes no records; {@code operator} says that an operator is needed. */
    record Blocked(boolean operator, long dueMillis) {}

    /** What the pipelines of a table share. */
    record Shared(SinkSettings settings, RowEncoder encoder, BlockPool pool, SinkMetrics.TableMetrics metrics) {}

    PartitionPipeline(TopicPartition partition, Starts.Found found, StartRules.Begin start, Shared shared) {
        this.partition = partition;
        this.shared = shared;
        var settings = shared.settings();
        this.writer = new PartitionWriter<>(settings.inserting().retryPolicy(), start.metadata());
        var batching = settings.batching();
        var limits = new BatchPlanner.Limits(
                batching.rows(), batching.bytes(), batching.flushInterval().toMillis());
        this.planner = new BatchPlanner(limits, start.metadata().epoch(), start.offset());
        this.offsets = new PartitionOffsets(found, start, writer, planner);
        this.breaker = new PoisonBreaker(
                settings.delivery().poisonShare(), settings.delivery().poisonRecords());
        this.batch = new OpenBatch(planner, shared.pool());
        repeatOpenRange();
    }

    private void repeatOpenRange() {
        if (writer.open() != null) {
            planner.repeat(writer.open());
        }
    }

    TopicPartition partition() {
        return partition;
    }

    PartitionOffsets offsets() {
        return offsets;
    }

    PartitionWriter<BatchPayload> writer() {
        return writer;
    }

    /** Why it takes no records; null when it takes them. */
    @Nullable
    Blocked blocked() {
        return blocked;
    }

    /** This pipeline's share of the table's buffer memory. */
    BufferMemory.Use use() {
        return new BufferMemory.Use(planner.repeating(), sealedBytes > 0, sealedBytes + batch.heldBytes());
    }

    /** True when records may be read, as far as it depends on this partition. */
    boolean wantsRecords() {
        return blocked == null && writer.queued() == 0;
    }

    /** True when every batch that was sealed has landed and is committed, or this can't go on. */
    boolean resolved() {
        return writer.resolved() || blocked != null;
    }

    /** True when every record that was taken has landed and is committed. */
    boolean caughtUp() {
        return planner.isEmpty() && writer.resolved();
    }

    /** True when it has caught up, and no range is left open to be read again. */
    boolean finished() {
        return caughtUp() && writer.open() == null;
    }

    /** Takes the records of one poll; stops at the first that blocks the pipeline. */
    void take(List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> records, long now) {
        for (var record : records) {
            if (blocked != null || !offsets.read(record)) {
                return;
            }
            planner.beginsAt(record.offset());
            take(record, now);
        }
    }

    private void take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, long now) {
        var prepared = shared.encoder().prepare(record.value());
        if (prepared instanceof RowEncoder.Obstacle(var why, var operator)) {
            flush(SealReason.OBSTACLE, now);
            block(why, operator, now);
            return;
        }
        seal(batch.endsBefore(record.offset(), prepared), now);
        if (blocked == null) {
            batch.add(record, prepared, now);
            seal(planner.full(), now);
        }
    }

    /** Seals the open batch if it is due; {@code unread} is the number of unread records in Kafka. */
    void sealIfDue(long now, LongSupplier unread) {
        seal(writer.idle() ? planner.due(now, unread) : null, now);
    }

    /** Seals the open batch to free memory, unless another batch does so first. */
    void sealForMemory(long now) {
        if (writer.idle()) {
            flush(SealReason.MEMORY, now);
        }
    }

    /** Seals the open batch, if there is one that may end here. */
    void flush(SealReason reason, long now) {
        seal(planner.isEmpty() || planner.repeating() ? null : reason, now);
    }

    private void seal(@Nullable SealReason reason, long now) {
        if (reason == null) {
            return;
        }
        var problem = batch.problem(breaker);
        if (problem != null) {
            block(problem, true, now);
            return;
        }
        shared.metrics().sealed(reason, planner.openedAt());
        var sealed = batch.seal(reason, offsets.leaderEpoch(planner.position()), now);
        sealedBytes += sealed.payload().bytes();
        writer.offer(sealed);
    }

    /** Notes that an abandoned attempt may still read the block in flight: its buffers must not be reused. */
    void abandoned() {
        abandoned = true;
    }

    /** Handles the outcome of the attempt; true when records must be read again. */
    boolean complete(Attempt<BatchPayload> attempt, Outcome outcome, long now) {
        var payload = attempt.batch().payload();
        switch (writer.complete(outcome, now)) {
            case Reaction.Landed landed -> landed(payload);
            case Reaction.Again again -> {}
            case Reaction.Halt(var why) -> halted(why, now);
            case Reaction.Poison(var code, var message) -> {
                var record = Objects.requireNonNull(payload.kept(), "the refused row was not kept");
                poisoned(payload, RejectedRecord.refused(record, code, message), now);
            }
            case Reaction.Bisect(var range, var recordsMax) -> {
                offsets.back();
                sealedBytes = 0;
                batch.clear();
                planner.bisect(range, recordsMax);
                return true;
            }
        }
        return false;
    }

    private void landed(BatchPayload payload) {
        trouble = blocked == null ? "" : trouble;
        sealedBytes -= payload.bytes();
        var block = payload.block();
        // Counted only after landing, since records that are read again would count twice.
        breaker.passed(block == null ? 0 : block.rows(), payload.deadLetters().size());
        RejectedRecord.faults(payload.deadLetters())
                .forEach(fault -> shared.metrics().deadLetter(fault.reason()));
        if (block != null) {
            shared.metrics().landed(block.rows(), block.bytes());
            if (!abandoned) {
                shared.pool().give(block);
            }
        }
        abandoned = false;
    }

    /** Turns the batch's one row, which ClickHouse rejects, into a dead letter; halts if there were too many. */
    private void poisoned(BatchPayload payload, RejectedRecord rejected, long now) {
        List<RejectedRecord> all = new ArrayList<>(List.of(rejected));
        all.addAll(payload.deadLetters());
        var problem = breaker.problem(0, RejectedRecord.faults(all));
        if (problem == null) {
            writer.sendWithoutRow(new BatchPayload(null, all, null, payload.bytes()), now);
        } else {
            halted(writer.halt(problem).why(), now);
        }
    }

    /** The partition writer has dropped its batches. */
    private void halted(String why, long now) {
        sealedBytes = 0;
        block(why, true, now);
    }

    /** Stops taking records for a while; what is in the open block is read again later. */
    void block(String why, boolean operator, long now) {
        stop(why, new Blocked(operator, now + shared.settings().inserting().retryMillis(operator)));
    }

    private void stop(String why, Blocked until) {
        offsets.back();
        batch.clear();
        trouble = why;
        blocked = until;
    }

    /** Takes no more records: the log no longer has what is to be read next. Ends once its batches are safe. */
    void end(String why) {
        if (!ending) {
            ending = true;
            stop(why, new Blocked(false, Long.MAX_VALUE));
        }
    }

    /** True when it takes no more records, and never will. */
    boolean ending() {
        return ending;
    }

    /** Takes records again, which must be read from {@link PartitionOffsets#position} on. */
    void unblock() {
        blocked = null;
        if (writer.state() == State.HALTED) {
            writer.resume();
            repeatOpenRange();
        }
    }

    /** What it reports; {@code attemptsMax} is the number of failed attempts that are no trouble yet. */
    PipelineState state(int attemptsMax) {
        var halted = writer.state() == State.HALTED;
        var word =
                blocked != null && !halted ? "blocked" : writer.state().name().toLowerCase(Locale.ROOT);
        return new PipelineState(
                word,
                planner.position(),
                offsets.committed(),
                writer.firstUnlanded(planner.position()),
                caughtUp(),
                writer.open(),
                writer.attempts(),
                writer.inDoubt(),
                trouble(1),
                trouble(attemptsMax),
                0);
    }

    private String trouble(int attemptsMax) {
        return trouble.isEmpty() ? writer.trouble(attemptsMax) : trouble;
    }
}
