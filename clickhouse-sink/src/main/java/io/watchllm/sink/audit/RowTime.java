package io.watchllm.sink.audit;

import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the event time of a row record and nothing else of it. For one thread. */
final class RowTime {
    private static final String TIMESTAMP = "timestamp";

    private final Map<Schema, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    /** The time; null when the row has none, or its bytes are not what the schema says. */
    @Nullable
    Instant of(byte[] wire, Schema writer) {
        if (writer.getType() != Schema.Type.RECORD || writer.getField(TIMESTAMP) == null) {
            return null;
        }
        var decoder = DecoderFactory.get()
                .binaryDecoder(wire, WireFormat.PAYLOAD_OFFSET, wire.length - WireFormat.PAYLOAD_OFFSET, null);
        try {
            var row = readers.computeIfAbsent(writer, RowTime::reader).read(null, decoder);
            return row.get(TIMESTAMP) instanceof Long millis ? Instant.ofEpochMilli(millis) : null;
        } catch (IOException | RuntimeException malformed) {
            // Avro answers bytes that make no sense with whatever they broke; the encoder says what is wrong.
            return null;
        }
    }

    private static GenericDatumReader<GenericRecord> reader(Schema writer) {
        var field = writer.getField(TIMESTAMP);
        var projection = Schema.createRecord(
                writer.getName(),
                null,
                writer.getNamespace(),
                false,
                List.of(new Schema.Field(field.name(), field.schema(), field.doc())));
        return new GenericDatumReader<>(writer, projection);
    }
}
