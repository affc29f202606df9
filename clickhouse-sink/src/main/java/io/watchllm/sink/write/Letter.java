package io.watchllm.sink.write;

import io.watchllm.sink.encode.BadRow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be a row.
 *
 * @param record the record as it was read
 * @param fault why
 */
public record Letter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, BadRow fault) {

    /** The letter of a row that ClickHouse refuses. */
    public static Letter refused(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int code, String message) {
        return new Letter(
                record, new BadRow("rejected_by_clickhouse", "", "ClickHouse error " + code + ": " + message));
    }

    /** Bytes that it holds in memory, about. */
    public long bytes() {
        return Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize()) + 256L;
    }
}
