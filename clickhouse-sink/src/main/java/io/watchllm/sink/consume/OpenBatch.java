package io.watchllm.sink.consume;

import io.watchllm.schemas.WireFormat;
import io.watchllm.sink.encode.BlockBuilder;
import io.watchllm.sink.encode.EncodePlan;
import io.watchllm.sink.encode.RejectedRow;
import io.watchllm.sink.encode.Source;
import io.watchllm.sink.write.BatchPayload;
import io.watchllm.sink.write.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The open batch of a partition: rows in a block, and dead letters. */
final class OpenBatch {
    private final BlockPool pool;
    private @Nullable BlockBuilder block;
    private List<RejectedRecord> deadLetters = new ArrayList<>();
    private @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept;
    private long deadLetterBytes;

    OpenBatch(BlockPool pool) {
        this.pool = pool;
    }

    /** Adds the record as a row; returns what is wrong with it, or null when it was added. */
    @Nullable
    RejectedRow add(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, EncodePlan plan) {
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

    /** Adds the record as a dead letter. */
    void reject(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault) {
        var deadLetter = new RejectedRecord(record, fault);
        deadLetters.add(deadLetter);
        deadLetterBytes += deadLetter.bytes();
    }

    /** Sets the record that becomes a dead letter if ClickHouse rejects its row; null for none. */
    void keep(@Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        kept = record;
    }

    int rows() {
        return block == null ? 0 : block.rows();
    }

    List<RejectedRecord> deadLetters() {
        return deadLetters;
    }

    /** Estimated size of the batch; cheap, since it is read after each record. */
    long estimatedBytes() {
        return deadLetterBytes + (block == null ? 0 : block.estimatedBytes());
    }

    /** Bytes that it takes in memory, including unused buffer capacity. */
    long heldBytes() {
        return deadLetterBytes + (block == null ? 0 : block.capacityBytes());
    }

    /** Returns the accumulated rows and dead letters and resets the batch. */
    BatchPayload take() {
        var full = rows() == 0 ? null : block;
        var load = new BatchPayload(full, List.copyOf(deadLetters), kept, heldBytes());
        if (full != null) {
            block = null;
        }
        forgetDeadLetters();
        return load;
    }

    /** Discards the accumulated rows and dead letters. */
    void clear() {
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
