package io.watchllm.sink.table;

import io.watchllm.delivery.encode.BlockBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Content of a batch.
 *
 * @param block its rows; null when none of its records is a row
 * @param deadLetters its bad records
 * @param kept the record of the one row, when ClickHouse may reject that row
 * @param bytes bytes that all of it takes in memory
 * @param deadLettersSafe set once all dead letters were delivered: a further attempt does not write them again
 */
public record BatchPayload(
        @Nullable BlockBuilder block,
        List<RejectedRecord> deadLetters,
        @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept,
        long bytes,
        AtomicBoolean deadLettersSafe) {

    /** Content that was not sent yet. */
    public BatchPayload(
            @Nullable BlockBuilder block,
            List<RejectedRecord> deadLetters,
            @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> kept,
            long bytes) {
        this(block, deadLetters, kept, bytes, new AtomicBoolean(deadLetters.isEmpty()));
    }
}
