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
    private @Nullable BlockBuilder block;
    private @Nullable BlockBuilder spare;
    private List<Letter> letters = new ArrayList<>();
    private @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept;
    private long letterBytes;

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
            open = spare != null && spare.plan() == plan ? spare : plan.open();
            spare = null;
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

    /** Bytes that it holds in memory, about. */
    long bytes() {
        return letterBytes + (block == null ? 0 : block.estimatedBytes());
    }

    /** Hands out what it holds, and is empty. */
    Load take() {
        var full = rows() == 0 ? null : block;
        var load = new Load(full, List.copyOf(letters), kept, bytes());
        if (full != null) {
            block = null;
        }
        forgetLetters();
        return load;
    }

    /** Drops what it holds. */
    void clear() {
        if (block != null) {
            block.clear();
        }
        forgetLetters();
    }

    private void forgetLetters() {
        letters = new ArrayList<>();
        letterBytes = 0;
        kept = null;
    }

    /** The block is of no more use elsewhere: its buffers may be filled again. */
    void reuse(BlockBuilder done) {
        done.clear();
        spare = done;
    }
}
