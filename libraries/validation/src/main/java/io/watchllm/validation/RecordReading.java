package io.watchllm.validation;

import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import io.watchllm.schemas.registry.SchemasUnavailableException;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.TableRecordException.Fault;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a record's value as a {@code T}, or explains why it can't. Not thread-safe: it reuses decoders.
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

    /** Result of decoding a value. */
    public sealed interface Outcome<T> {}

    /**
     * The decoded record.
     *
     * @param current whether it was written with our own version of the schema
     */
    public record Read<T>(T value, boolean current) implements Outcome<T> {}

    /**
     * The value can't be decoded.
     *
     * @param rejection its reason is {@code NOT_WIRE_FORMAT}, {@code UNKNOWN_SCHEMA}, {@code UNREADABLE_AS_EVENT} or
     *     {@code INVALID_UNICODE}
     */
    public record Rejected<T>(Rejection rejection) implements Outcome<T> {}

    /**
     * Decodes a value.
     *
     * @throws SchemasUnavailableException when the registry did not answer
     */
    public Outcome<T> read(byte @Nullable [] value) {
        if (value == null) {
            return notWireFormat("empty (no value)");
        }
        if (value.length < WireFormat.PAYLOAD_OFFSET) {
            return notWireFormat(value.length + " bytes long");
        }
        if (value[0] != WireFormat.MAGIC) {
            boolean likeJson = value[0] == '{' || value[0] == '[' || value[0] == '"';
            return notWireFormat(
                    "bytes that begin with 0x%02x%s".formatted(value[0] & 0xff, likeJson ? " (perhaps JSON)" : ""));
        }
        int schemaId = WireFormat.schemaId(value);
        return switch (schemas.find(schemaId)) {
            case WriterSchemas.Unknown unknown ->
                rejected(
                        Reason.UNKNOWN_SCHEMA,
                        "schema id",
                        schemaId + ", " + unknown.detail(),
                        "the id of an Avro schema of this Schema Registry (does the producer use another one?)");
            case WriterSchemas.Found found -> read(value, found.schema());
        };
    }

    /**
     * The record in the value of a compacted topic.
     *
     * @throws TableRecordException when the value can't be decoded
     * @throws SchemasUnavailableException when the registry did not answer
     */
    public T entry(byte[] value) {
        return switch (read(value)) {
            case Read<T> read -> read.value();
            case Rejected<T>(var why) -> {
                var fault = switch (why.reason()) {
                    case NOT_WIRE_FORMAT -> Fault.NOT_WIRE_FORMAT;
                    case UNKNOWN_SCHEMA -> Fault.UNKNOWN_SCHEMA;
                    default -> Fault.UNREADABLE;
                };
                throw new TableRecordException(fault, why.message());
            }
        };
    }

    private Outcome<T> read(byte[] value, Schema writer) {
        try {
            return new Read<>(reader.read(value, writer), reader.wasCurrent());
        } catch (WireFormatException failure) {
            var fault = failure.fault();
            if (fault == null) {
                return rejected(
                        Reason.UNREADABLE_AS_EVENT,
                        Rejection.WHOLE,
                        String.valueOf(failure.getMessage()),
                        "a version of " + expected.getFullName() + " that is compatible with ours");
            }
            var reason = switch (fault.kind()) {
                case MALFORMED -> Reason.UNREADABLE_AS_EVENT;
                case NOT_UTF8 -> Reason.INVALID_UNICODE;
            };
            return rejected(reason, fault.path(), fault.found(), fault.expected());
        }
    }

    private static <T> Outcome<T> notWireFormat(String found) {
        return rejected(
                Reason.NOT_WIRE_FORMAT,
                Rejection.WHOLE,
                found,
                "0x00, the four bytes of a schema id, then Avro, as serializers for the Schema Registry write it");
    }

    private static <T> Outcome<T> rejected(Reason reason, String field, String value, String expected) {
        return new Rejected<>(new Rejection(reason, field, value, expected));
    }
}
