package io.watchllm.sink.write;

import io.watchllm.sink.encode.BadRow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be a row.
 *
 * @param record the record as it was read
 * @param fault why
 * @param errorClass the kind of error: {@code bad_record}, or {@code clickhouse_} and the server's code
 */
public record Letter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, BadRow fault, String errorClass) {

    /** The letter of a record that the sink itself finds bad. */
    public Letter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, BadRow fault) {
        this(record, fault, "bad_record");
    }

    /** The letter of a row that ClickHouse refuses. */
    public static Letter refused(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int code, String message) {
        return new Letter(
                record,
                new BadRow("rejected_by_clickhouse", "", "ClickHouse error " + code + ": " + message),
                "clickhouse_" + code);
    }

    /** Bytes that it holds in memory, about. */
    public long bytes() {
        return Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize()) + 256L;
    }
}
