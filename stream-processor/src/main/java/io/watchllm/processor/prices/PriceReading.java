package io.watchllm.processor.prices;

import io.watchllm.control.ModelPrice;
import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.EventReading;
import io.watchllm.processor.core.RecordScan;
import io.watchllm.processor.core.price.PriceRow;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.util.Locale;

/** Makes a row of a record's value, or says why it is none. Keeps decoders: for one thread. */
public final class PriceReading {

    private final WriterSchemas schemas;
    private final AvroReader<ModelPrice> reader = new AvroReader<>(ModelPrice.class);

    public PriceReading(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /** Why a record is left out: the closed set of words in the metrics. */
    public enum Fault {
        /** It has no key, so that nothing could ever take its place. */
        NO_KEY,
        /** The bytes do not begin as a record of the Schema Registry does. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes are no price as their schema says. */
        UNREADABLE,
        /** The values are none that a price can have: half a price, a negative one, no model. */
        BROKEN_PRICE;

        /** The name in metrics, such as {@code no_key}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a value is. */
    public sealed interface Outcome {}

    /** A price. */
    public record Row(PriceRow row) implements Outcome {}

    /** No price; the message says why. */
    public record Broken(Fault fault, String message) implements Outcome {}

    /**
     * Reads a value.
     *
     * @throws io.watchllm.processor.consume.SchemasUnavailableException when the registry gave no answer
     */
    public Outcome read(byte[] value) {
        var notWireFormat = EventReading.wireFormatFault(value);
        if (notWireFormat != null) {
            return new Broken(Fault.NOT_WIRE_FORMAT, notWireFormat.message());
        }
        int schemaId = WireFormat.schemaId(value);
        return switch (schemas.find(schemaId)) {
            case WriterSchemas.Unknown unknown ->
                new Broken(Fault.UNKNOWN_SCHEMA, "schema id is " + schemaId + ", " + unknown.detail());
            case WriterSchemas.Found found -> {
                var fault = RecordScan.firstFault(
                        found.schema(), ModelPrice.getClassSchema(), value, WireFormat.PAYLOAD_OFFSET);
                yield fault == null ? row(value, found) : new Broken(Fault.UNREADABLE, fault.message());
            }
        };
    }

    private Outcome row(byte[] value, WriterSchemas.Found found) {
        try {
            return new Row(PriceRecords.row(reader.read(value, found.schema())));
        } catch (WireFormatException problem) {
            return new Broken(Fault.UNREADABLE, message(problem));
        } catch (IllegalArgumentException problem) {
            return new Broken(Fault.BROKEN_PRICE, message(problem));
        }
    }

    private static String message(RuntimeException problem) {
        return String.valueOf(problem.getMessage());
    }
}
