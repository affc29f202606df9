package io.watchllm.sink.consume;

import io.watchllm.sink.core.Batch;
import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.BufferMemory;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.LeaderEpochs;
import io.watchllm.sink.core.PartitionWriter;
import io.watchllm.sink.core.PoisonBreaker;
import io.watchllm.sink.core.Reaction;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.core.WriterState;
import io.watchllm.sink.encode.EncodePlan;
import io.watchllm.sink.encode.RejectedRow;
import io.watchllm.sink.write.BatchPayload;
import io.watchllm.sink.write.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Pipeline of one assigned partition: takes its records in order, encodes them into the open batch, and hands sealed
 * batches to the partition writer as the planner decides. When it can't continue it is blocked: it takes no records,
 * and later reads again from where it stopped.
 */
final class PartitionPipeline {
    private final int partition;
    private final String topicId;
    private final RowEncoder encoder;
    private final PartitionWriter<BatchPayload> lane;
    private final BatchPlanner planner;
    private final ReadPosition reading;
    private final PoisonBreaker breaker;
    private final SinkMetrics.TableMetrics metrics;

    private final BlockPool pool;
    private final OpenBatch batch;
    private long sealedBytes;
    private @Nullable Blocked blocked;
    private String trouble = "";
    private boolean abandoned;

    /** Why a pipeline takes no records; {@code config} says that an operator is needed. */
    record Blocked(String trouble, boolean config, long dueMillis) {}

    /** Collaborators of a pipeline. */
    record Parts(
            RowEncoder encoder,
            PartitionWriter<BatchPayload> lane,
            BatchPlanner planner,
            LeaderEpochs epochs,
            PoisonBreaker breaker,
            BlockPool pool,
            SinkMetrics.TableMetrics metrics) {}

    PartitionPipeline(int partition, String topicId, Parts parts) {
        this.partition = partition;
        this.topicId = topicId;
        this.encoder = parts.encoder();
        this.lane = parts.lane();
        this.planner = parts.planner();
        this.reading = new ReadPosition(lane, planner, parts.epochs());
        this.breaker = parts.breaker();
        this.pool = parts.pool();
        this.batch = new OpenBatch(pool);
        this.metrics = parts.metrics();
        var open = lane.open();
        if (open != null) {
            planner.repeat(open);
        }
    }

    PartitionWriter<BatchPayload> lane() {
        return lane;
    }

    ReadPosition reading() {
        return reading;
    }

    String topicId() {
        return topicId;
    }

    int partition() {
        return partition;
    }

    @Nullable
    Blocked blocked() {
        return blocked;
    }

    /** Offset at which reading continues; negative when Kafka decides it. */
    long position() {
        return planner.position();
    }

    /** Bytes that the open block and sealed batches take in memory. */
    long bytes() {
        return sealedBytes + batch.heldBytes();
    }

    /** This pipeline's share of the table's buffer memory. */
    BufferMemory.Use use() {
        return new BufferMemory.Use(planner.repeating(), sealedBytes > 0, bytes());
    }

    /** True when every record that was taken has landed and is committed. */
    boolean settled() {
        return planner.isEmpty() && lane.settled();
    }

    /** True when everything is resolved and no range is left open to be read again. */
    boolean finished() {
        return settled() && lane.open() == null;
    }

    /** Takes the records of one poll; stops at the first that blocks the pipeline. */
    void take(List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> records, long now, Blocking blocking) {
        for (var record : records) {
            if (blocked != null || !reading.read(record)) {
                return;
            }
            planner.beginsAt(record.offset());
            take(record, now, blocking);
        }
    }

    private void take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, long now, Blocking blocking) {
        switch (encoder.prepare(record.value())) {
            case RowEncoder.Obstacle(var trouble, var config) -> {
                seal(planner.isEmpty() || planner.repeating() ? null : SealReason.OBSTACLE, now, blocking);
                block(new Blocked(trouble, config, blocking.dueMillis(config)));
            }
            case RowEncoder.Bad(var fault) -> {
                if (makeRoom(record.offset(), BatchPlanner.NO_SCHEMA, now, blocking)) {
                    reject(record, fault, now);
                    seal(planner.full(), now, blocking);
                }
            }
            case RowEncoder.Planned(var schemaId, var plan) -> {
                if (makeRoom(record.offset(), schemaId, now, blocking)) {
                    encode(record, schemaId, plan, now);
                    seal(planner.full(), now, blocking);
                }
            }
        }
    }

    /** Seals the batch before this record if it must end there; false when that blocked the pipeline. */
    private boolean makeRoom(long offset, int schemaId, long now, Blocking blocking) {
        seal(planner.endsBefore(offset, schemaId), now, blocking);
        return blocked == null;
    }

    private void encode(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int schemaId, EncodePlan plan, long now) {
        var fault = batch.add(record, plan);
        if (fault != null) {
            reject(record, fault, now);
        } else {
            planner.accepted(record.offset(), schemaId, batch.estimatedBytes(), now);
            batch.keep(planner.isolating() ? record : null);
        }
    }

    private void reject(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault, long now) {
        batch.reject(record, fault);
        planner.rejected(record.offset(), now);
    }

    /** Seals the open batch if it is due; {@code waiting} is the number of unread records in Kafka. */
    void sealIfDue(long now, LongSupplier waiting, Blocking blocking) {
        seal(lane.idle() ? planner.due(now, waiting) : null, now, blocking);
    }

    /** Seals the open batch, if there is one that may end here. */
    void flush(SealReason reason, long now, Blocking blocking) {
        seal(planner.isEmpty() || planner.repeating() ? null : reason, now, blocking);
    }

    private void seal(@Nullable SealReason reason, long now, Blocking blocking) {
        if (reason == null) {
            return;
        }
        var rows = batch.rows();
        var repeated = planner.repeated();
        var problem = BatchCheck.problem(repeated, breaker, rows, batch.deadLetters());
        if (problem != null) {
            block(new Blocked(problem, true, blocking.dueMillis(true)));
            return;
        }
        metrics.sealed(reason, planner.openedAt());
        var generation = planner.generation();
        var range = planner.end(now);
        var load = batch.take();
        sealedBytes += load.bytes();
        // A range that is sent again stays the range of its commit, also one that names no leader.
        var leaderEpoch = repeated == null ? reading.leaderEpoch(range.to() + 1) : repeated.leaderEpoch();
        var intent = new Intent(lane.epoch(), range.from(), range.to(), rows, generation, leaderEpoch);
        lane.offer(new Batch<>(intent, reason, load));
    }

    /** Notes that an abandoned attempt may still read the block in flight: its buffers must not be reused. */
    void abandoned() {
        abandoned = true;
    }

    /** Counts the landed batch and returns its buffers to the pool. */
    void landed(Batch<BatchPayload> done) {
        trouble = "";
        var load = done.load();
        sealedBytes -= load.bytes();
        // Counted only after landing, since records that are read again would count twice.
        breaker.passed(
                load.block() == null ? 0 : load.block().rows(),
                load.deadLetters().size());
        load.deadLetters()
                .forEach(deadLetter -> metrics.deadLetter(deadLetter.fault().reason()));
        if (load.block() != null) {
            metrics.landed(load.block().rows(), load.block().bytes());
            if (!abandoned) {
                pool.give(load.block());
            }
        }
        abandoned = false;
    }

    /** Turns the batch's one row, which ClickHouse rejects, into a dead letter; halts if there were too many. */
    void poisoned(Reaction.Poison<BatchPayload> poison, long now, long faultDueMillis) {
        var load = poison.batch().load();
        var record = Objects.requireNonNull(load.kept(), "the refused row was not kept");
        List<RejectedRecord> settled =
                new ArrayList<>(List.of(RejectedRecord.refused(record, poison.code(), poison.message())));
        settled.addAll(load.deadLetters());
        var problem = BatchCheck.problem(null, breaker, 0, settled);
        if (problem == null) {
            lane.settle(new BatchPayload(null, settled, null, load.bytes()), now);
        } else {
            lane.halt(problem);
            halted(problem, faultDueMillis);
        }
    }

    /** Reads the range again in smaller batches, to find the row that ClickHouse rejects. */
    void narrow(Reaction.Narrow<BatchPayload> narrow) {
        reading.back();
        sealedBytes = 0;
        batch.clear();
        planner.narrow(narrow.range(), narrow.recordsMax());
    }

    /** Notes that the partition writer has halted and dropped its batches. */
    void halted(String why, long dueMillis) {
        sealedBytes = 0;
        block(new Blocked(why, true, dueMillis));
    }

    /** Stops taking records; what is in the open block is read again later. */
    void block(Blocked why) {
        reading.back();
        blocked = why;
        trouble = why.trouble();
        planner.again();
        batch.clear();
    }

    /** Extends the block. */
    void postpone(String why, long dueMillis) {
        if (blocked != null) {
            trouble = why;
            blocked = new Blocked(why, blocked.config(), dueMillis);
        }
    }

    /** Takes records again, from {@link #position} on. */
    void unblock() {
        blocked = null;
        if (lane.state() instanceof WriterState.Halted) {
            lane.resume();
            var open = lane.open();
            if (open != null) {
                planner.repeat(open);
            }
        }
    }

    /** The current problem; empty when there is none. Kept until something lands, so that it does not flicker. */
    String trouble(int attemptsMax) {
        return trouble.isEmpty() ? lane.trouble(attemptsMax) : trouble;
    }
}
