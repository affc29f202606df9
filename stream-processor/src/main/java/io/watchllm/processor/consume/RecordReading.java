package io.watchllm.processor.consume;

import io.watchllm.processor.core.EventReading;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes a record of one type of a value, or says why it is none. Keeps decoders: for one thread.
 *
 * @param <T> the record, a generated class
 */
public final class RecordReading<T extends SpecificRecord> {

    private final WriterSchemas schemas;
    private final Schema expected;
    private final AvroReader<T> reader;

    /** For values whose schemas these are. */
    public RecordReading(WriterSchemas schemas, Class<T> type) {
        this.schemas = schemas;
        expected = SpecificData.getForClass(type).getSchema(type);
        reader = new AvroReader<>(type);
    }

    /** Why a value is no such record. */
    public enum Fault {
        /** The bytes do not begin as a record of the Schema Registry does. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes are no such record as their schema says. */
        UNREADABLE
    }

    /** What a value is. */
    public sealed interface Outcome<T> {}

    /** A record. */
    public record Read<T>(T value) implements Outcome<T> {}

    /** No record; the message says why. */
    public record Unread<T>(Fault fault, String message) implements Outcome<T> {}

    /**
     * Reads a value.
     *
     * @throws SchemasUnavailableException when the registry gave no answer
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
