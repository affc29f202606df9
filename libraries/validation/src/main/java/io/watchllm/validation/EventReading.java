package io.watchllm.validation;

import io.watchllm.events.Event;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Decodes bytes as an {@link Event}. Not thread-safe: it reuses decoders. */
public final class EventReading {

    private static final int SCHEMAS_MAX = 1_000;

    private final AvroReader<Event> reader = new AvroReader<>(Event.class);

    /** By identity: comparing two schemas costs more than reading a record. */
    private final IdentityHashMap<Schema, Boolean> ours = new IdentityHashMap<>();

    /** Result of decoding. */
    public sealed interface Outcome {}

    /**
     * The decoded event.
     *
     * @param current whether it was written with our own version of the schema
     */
    public record Read(Event event, boolean current) implements Outcome {}

    /** The bytes are not an event. */
    public record Refused(Rejection rejection) implements Outcome {}

    /** Why no schema id can be read from the bytes, or null when one can. */
    public static @Nullable Rejection wireFormatFault(byte @Nullable [] value) {
        if (value == null) {
            return noValue();
        }
        if (value.length < WireFormat.PAYLOAD_OFFSET) {
            return notWireFormat(value.length + " bytes long");
        }
        if (value[0] != WireFormat.MAGIC) {
            boolean likeJson = value[0] == '{' || value[0] == '[' || value[0] == '"';
            return notWireFormat(
                    "bytes that begin with 0x%02x%s".formatted(value[0] & 0xff, likeJson ? " (perhaps JSON)" : ""));
        }
        return null;
    }

    /** The rejection of a record without a value. */
    public static Rejection noValue() {
        return notWireFormat("empty (no value)");
    }

    /** The rejection of a record whose schema id the registry does not know. */
    public static Rejection unknownSchema(int schemaId, String detail) {
        return new Rejection(
                Reason.UNKNOWN_SCHEMA,
                "schema id",
                schemaId + ", " + detail,
                "the id of an Avro schema of this Schema Registry (does the producer use another one?)");
    }

    /** Decodes bytes that have no {@link #wireFormatFault}. */
    public Outcome read(byte[] value, Schema writer) {
        try {
            return new Read(reader.read(value, writer), isOurs(writer));
        } catch (WireFormatException failure) {
            return new Refused(rejection(failure, Event.getClassSchema()));
        }
    }

    private boolean isOurs(Schema writer) {
        var known = ours.get(writer);
        if (known == null) {
            if (ours.size() >= SCHEMAS_MAX) {
                ours.clear();
            }
            known = writer.equals(Event.getClassSchema());
            ours.put(writer, known);
        }
        return known;
    }

    /**
     * Rejection of bytes that do not match their schema.
     *
     * @param ours the schema they were to be read as
     */
    public static Rejection rejection(WireFormatException failure, Schema ours) {
        var fault = failure.fault();
        if (fault == null) {
            return new Rejection(
                    Reason.UNREADABLE_AS_EVENT,
                    "record",
                    String.valueOf(failure.getMessage()),
                    "a version of " + ours.getFullName() + " that is compatible with ours");
        }
        var reason = switch (fault.kind()) {
            case MALFORMED -> Reason.UNREADABLE_AS_EVENT;
            case NOT_UTF8 -> Reason.INVALID_UNICODE;
        };
        return new Rejection(reason, fault.path(), fault.found(), fault.expected());
    }

    private static Rejection notWireFormat(String found) {
        return new Rejection(
                Reason.NOT_WIRE_FORMAT,
                "record",
                found,
                "0x00, the four bytes of a schema id, then Avro, as serializers for the Schema Registry write it");
    }
}
