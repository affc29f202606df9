package io.watchllm.sink.consume;

import io.watchllm.schemas.WireFormat;
import io.watchllm.sink.encode.BadRow;
import io.watchllm.sink.encode.BlockBuilder;
import io.watchllm.sink.encode.EncodePlan;
import io.watchllm.sink.encode.Source;
import io.watchllm.sink.write.Letter;
import io.watchllm.sink.write.Load;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The batch of a partition that still takes records: rows in a block, and letters. */
final class OpenBatch {
    private final BlockPool pool;
    private @Nullable BlockBuilder block;
    private List<Letter> letters = new ArrayList<>();
    private @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept;
    private long letterBytes;

    OpenBatch(BlockPool pool) {
        this.pool = pool;
    }

    /** Adds the record as a row; gives what is wrong with it, or null when it is in. */
    @Nullable
    BadRow add(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, EncodePlan plan) {
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

    /** Adds the record as a letter. */
    void reject(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, BadRow fault) {
        var letter = new Letter(record, fault);
        letters.add(letter);
        letterBytes += letter.bytes();
    }

    /** The record to write a letter of if ClickHouse refuses the row; null when there is none to keep. */
    void keep(@Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        kept = record;
    }

    int rows() {
        return block == null ? 0 : block.rows();
    }

    List<Letter> letters() {
        return letters;
    }

    /** About the size of the batch; cheap, as it is asked for after each record. */
    long estimatedBytes() {
        return letterBytes + (block == null ? 0 : block.estimatedBytes());
    }

    /** Bytes that it takes in memory, with the room that its buffers have left. */
    long heldBytes() {
        return letterBytes + (block == null ? 0 : block.capacityBytes());
    }

    /** Hands out what it holds, and is empty. */
    Load take() {
        var full = rows() == 0 ? null : block;
        var load = new Load(full, List.copyOf(letters), kept, heldBytes());
        if (full != null) {
            block = null;
        }
        forgetLetters();
        return load;
    }

    /** Drops what it holds. */
    void clear() {
        if (block != null) {
            pool.give(block);
            block = null;
        }
        forgetLetters();
    }

    private void forgetLetters() {
        letters = new ArrayList<>();
        letterBytes = 0;
        kept = null;
    }
}
