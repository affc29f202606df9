package io.watchllm.sink.consume;

import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.RejectedRow;
import io.watchllm.delivery.encode.Source;
import io.watchllm.schemas.WireFormat;
import io.watchllm.sink.core.Batch;
import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.PoisonBreaker;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.table.BatchPayload;
import io.watchllm.sink.table.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The open batch of a partition: rows in a block, and dead letters. The planner decides where it ends. */
final class OpenBatch {
    private final BatchPlanner planner;
    private final BlockPool pool;
    private @Nullable BlockBuilder block;
    private List<RejectedRecord> deadLetters = new ArrayList<>();
    private @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept;
    private long deadLetterBytes;

    OpenBatch(BatchPlanner planner, BlockPool pool) {
        this.planner = planner;
        this.pool = pool;
    }

    /** Why the batch must end before this record, or null when the record belongs to it. */
    @Nullable
    SealReason endsBefore(long offset, RowEncoder.Prepared prepared) {
        var schemaId = prepared instanceof RowEncoder.Planned planned ? planned.schemaId() : BatchPlanner.NO_SCHEMA;
        return planner.endsBefore(offset, schemaId);
    }

    /** Adds the record, as a row if it can be encoded, else as a dead letter. */
    void add(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RowEncoder.Prepared prepared, long now) {
        var rejected = switch (prepared) {
            case RowEncoder.Planned(var schemaId, var plan) -> {
                var fault = encode(record, plan);
                if (fault == null) {
                    planner.accepted(record.offset(), schemaId, estimatedBytes(), now);
                    // The record becomes a dead letter if ClickHouse rejects its row.
                    kept = planner.isolating() ? record : null;
                }
                yield fault;
            }
            case RowEncoder.Bad(var fault) -> fault;
            case RowEncoder.Obstacle obstacle -> throw new IllegalStateException(obstacle.trouble());
        };
        if (rejected != null) {
            var deadLetter = new RejectedRecord(record, rejected);
            deadLetters.add(deadLetter);
            deadLetterBytes += deadLetter.bytes();
            planner.rejected(record.offset(), now);
        }
    }

    private @Nullable RejectedRow encode(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, EncodePlan plan) {
        var value = record.value();
        var source = new Source(record.partition(), record.offset(), record.timestamp());
        return value == null ? null : blockOf(plan).add(value, WireFormat.PAYLOAD_OFFSET, source);
    }

    private BlockBuilder blockOf(EncodePlan plan) {
        var open = block;
        if (open == null || (open.rows() == 0 && open.plan() != plan)) {
            if (open != null) {
                pool.give(open);
            }
            open = pool.take(plan);
            block = open;
        }
        return open;
    }

    private int rows() {
        return block == null ? 0 : block.rows();
    }

    /** Estimated size of the batch; cheap, since it is read after each record. */
    private long estimatedBytes() {
        return deadLetterBytes + (block == null ? 0 : block.estimatedBytes());
    }

    /** Bytes that it takes in memory, including unused buffer capacity. */
    long heldBytes() {
        return deadLetterBytes + (block == null ? 0 : block.capacityBytes());
    }

    /** Describes what is wrong with the batch as a whole; null when nothing is. */
    @Nullable
    String problem(PoisonBreaker breaker) {
        var repeated = planner.repeated();
        return repeated == null
                ? breaker.problem(rows(), RejectedRecord.faults(deadLetters))
                : repeated.problem(rows());
    }

    /**
     * Seals the batch; the next one is empty.
     *
     * @param leaderEpoch epoch of the leader that wrote the latest record; null when it is not known
     */
    Batch<BatchPayload> seal(SealReason reason, @Nullable Integer leaderEpoch, long now) {
        var full = rows() == 0 ? null : block;
        var payload = new BatchPayload(full, List.copyOf(deadLetters), kept, heldBytes());
        block = full == null ? block : null;
        forgetDeadLetters();
        return new Batch<>(planner.end(now, leaderEpoch), reason, payload);
    }

    /** Discards the batch; its records must be offered again and will form the same range. */
    void clear() {
        planner.again();
        if (block != null) {
            pool.give(block);
            block = null;
        }
        forgetDeadLetters();
    }

    private void forgetDeadLetters() {
        deadLetters = new ArrayList<>();
        deadLetterBytes = 0;
        kept = null;
    }
}
