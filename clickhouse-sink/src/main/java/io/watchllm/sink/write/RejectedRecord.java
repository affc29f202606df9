package io.watchllm.sink.write;

import io.watchllm.sink.encode.RejectedRow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be a row.
 *
 * @param record the record as it was read
 * @param fault why
 * @param errorClass the kind of error: {@code bad_record}, or {@code clickhouse_} and the server's code
 */
public record RejectedRecord(
        ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault, String errorClass) {

    /** The dead letter of a record that the sink itself finds bad. */
    public RejectedRecord(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault) {
        this(record, fault, "bad_record");
    }

    /** The dead letter of a row that ClickHouse refuses. */
    public static RejectedRecord refused(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int code, String message) {
        return new RejectedRecord(
                record,
                new RejectedRow("rejected_by_clickhouse", "", "ClickHouse error " + code + ": " + message),
                "clickhouse_" + code);
    }

    /** Bytes that it holds in memory, about. */
    public long bytes() {
        return Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize()) + 256L;
    }
}
