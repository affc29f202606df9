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

/** The batch of a partition that still takes records: rows in a block, and dead letters. */
final class OpenBatch {
    private final BlockPool pool;
    private @Nullable BlockBuilder block;
    private List<RejectedRecord> deadLetters = new ArrayList<>();
    private @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept;
    private long deadLetterBytes;

    OpenBatch(BlockPool pool) {
        this.pool = pool;
    }

    /** Adds the record as a row; gives what is wrong with it, or null when it is in. */
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

    /** The record to write a dead letter of if ClickHouse refuses the row; null when there is none to keep. */
    void keep(@Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        kept = record;
    }

    int rows() {
        return block == null ? 0 : block.rows();
    }

    List<RejectedRecord> deadLetters() {
        return deadLetters;
    }

    /** About the size of the batch; cheap, as it is asked for after each record. */
    long estimatedBytes() {
        return deadLetterBytes + (block == null ? 0 : block.estimatedBytes());
    }

    /** Bytes that it takes in memory, with the room that its buffers have left. */
    long heldBytes() {
        return deadLetterBytes + (block == null ? 0 : block.capacityBytes());
    }

    /** Hands out what it holds, and is empty. */
    BatchPayload take() {
        var full = rows() == 0 ? null : block;
        var load = new BatchPayload(full, List.copyOf(deadLetters), kept, heldBytes());
        if (full != null) {
            block = null;
        }
        forgetDeadLetters();
        return load;
    }

    /** Drops what it holds. */
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
