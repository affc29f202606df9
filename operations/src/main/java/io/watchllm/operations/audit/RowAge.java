package io.watchllm.operations.audit;

import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.schemas.RecordScan;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads only the event time and the project of a row record. For one thread. */
final class RowAge {
    private static final String TIMESTAMP = "timestamp";
    private static final String PROJECT = "project_id";

    private final Map<Schema, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    /**
     * Retention limit of a table's rows.
     *
     * @param kept the retention
     * @param at the time from which it is counted back
     */
    record Bound(RetentionRule kept, Instant at) {
        boolean passed(Instant time, String project) {
            var days = kept.daysOf(project);
            return days > 0 && time.isBefore(at.minus(Duration.ofDays(days)));
        }
    }

    /** Whether the row is past its retention; false when it has no time, or its bytes do not match the schema. */
    boolean past(byte[] wire, Schema writer, Bound bound) {
        if (writer.getType() != Schema.Type.RECORD || writer.getField(TIMESTAMP) == null) {
            return false;
        }
        if (RecordScan.firstFault(writer, null, wire, WireFormat.PAYLOAD_OFFSET) != null) {
            return false;
        }
        var decoder = DecoderFactory.get()
                .binaryDecoder(wire, WireFormat.PAYLOAD_OFFSET, wire.length - WireFormat.PAYLOAD_OFFSET, null);
        try {
            var row = readers.computeIfAbsent(writer, RowAge::reader).read(null, decoder);
            return row.get(TIMESTAMP) instanceof Long millis
                    && bound.passed(
                            Instant.ofEpochMilli(millis), text(row.hasField(PROJECT) ? row.get(PROJECT) : null));
        } catch (IOException | RuntimeException malformed) {
            // Avro throws arbitrary exceptions for malformed bytes; the encoder reports what is wrong.
            return false;
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static GenericDatumReader<GenericRecord> reader(Schema writer) {
        var fields = Stream.of(TIMESTAMP, PROJECT)
                .map(writer::getField)
                .filter(field -> field != null)
                .map(field -> new Schema.Field(field.name(), field.schema(), field.doc()))
                .toList();
        var projection = Schema.createRecord(writer.getName(), null, writer.getNamespace(), false, List.copyOf(fields));
        return new GenericDatumReader<>(writer, projection);
    }
}
