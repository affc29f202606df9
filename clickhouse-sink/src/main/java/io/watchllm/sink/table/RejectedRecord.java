package io.watchllm.sink.table;

import io.watchllm.delivery.encode.RejectedRow;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't become a row.
 *
 * @param record the record as it was read
 * @param fault why
 * @param errorClass the kind of error: {@code bad_record}, or {@code clickhouse_} and the server's code
 */
public record RejectedRecord(
        ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault, String errorClass) {

    /** A record that the sink itself rejects. */
    public RejectedRecord(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, RejectedRow fault) {
        this(record, fault, "bad_record");
    }

    /** A record whose row ClickHouse rejects. */
    public static RejectedRecord refused(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record, int code, String message) {
        return new RejectedRecord(
                record,
                new RejectedRow("rejected_by_clickhouse", "", "ClickHouse error " + code + ": " + message),
                "clickhouse_" + code);
    }

    /** What is wrong with each record. */
    public static List<RejectedRow> faults(List<RejectedRecord> records) {
        return records.stream().map(RejectedRecord::fault).toList();
    }

    /** Approximate bytes that it takes in memory. */
    public long bytes() {
        return Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize()) + 256L;
    }
}
