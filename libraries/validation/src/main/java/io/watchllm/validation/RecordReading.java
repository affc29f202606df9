package io.watchllm.validation;

import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import io.watchllm.schemas.registry.SchemasUnavailableException;
import io.watchllm.schemas.registry.WriterSchemas;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes a value as a {@code T}, or explains why it can't. Not thread-safe: it reuses decoders.
 *
 * @param <T> the record, a generated class
 */
public final class RecordReading<T extends SpecificRecord> {

    private final WriterSchemas schemas;
    private final Schema expected;
    private final AvroReader<T> reader;

    /** Decodes values written with these schemas. */
    public RecordReading(WriterSchemas schemas, Class<T> type) {
        this.schemas = schemas;
        expected = SpecificData.getForClass(type).getSchema(type);
        reader = new AvroReader<>(type);
    }

    /** Why a value can't be decoded. */
    public enum Fault {
        /** The bytes do not start with the Schema Registry's wire format. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes do not match their schema. */
        UNREADABLE
    }

    /** Result of decoding a value. */
    public sealed interface Outcome<T> {}

    /** The decoded record. */
    public record Read<T>(T value) implements Outcome<T> {}

    /** The value can't be decoded; the message says why. */
    public record Unread<T>(Fault fault, String message) implements Outcome<T> {}

    /**
     * Decodes a value.
     *
     * @throws SchemasUnavailableException when the registry did not answer
     */
    public Outcome<T> read(byte[] value) {
        var notWireFormat = EventReading.wireFormatFault(value);
        if (notWireFormat != null) {
            return new Unread<>(Fault.NOT_WIRE_FORMAT, notWireFormat.message());
        }
        int schemaId = WireFormat.schemaId(value);
        return switch (schemas.find(schemaId)) {
            case WriterSchemas.Unknown unknown ->
                new Unread<>(Fault.UNKNOWN_SCHEMA, "schema id is " + schemaId + ", " + unknown.detail());
            case WriterSchemas.Found found -> record(value, found.schema());
        };
    }

    private Outcome<T> record(byte[] value, Schema writer) {
        try {
            return new Read<>(reader.read(value, writer));
        } catch (WireFormatException problem) {
            return new Unread<>(
                    Fault.UNREADABLE,
                    problem.fault() == null
                            ? String.valueOf(problem.getMessage())
                            : EventReading.rejection(problem, expected).message());
        }
    }
}
