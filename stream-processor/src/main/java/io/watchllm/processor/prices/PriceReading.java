package io.watchllm.processor.prices;

import io.watchllm.control.ModelPrice;
import io.watchllm.processor.consume.RecordReading;
import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.ShortText;
import io.watchllm.processor.core.price.PriceRow;
import java.util.Locale;

/** Makes a row of a record's value, or says why it is none. Keeps decoders: for one thread. */
public final class PriceReading {

    /** A message may quote the record, which may be large. */
    static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final RecordReading<ModelPrice> reading;

    public PriceReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, ModelPrice.class);
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

        static Fault of(RecordReading.Fault fault) {
            return switch (fault) {
                case NOT_WIRE_FORMAT -> NOT_WIRE_FORMAT;
                case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
                case UNREADABLE -> UNREADABLE;
            };
        }
    }

    /** What a value is. */
    public sealed interface Outcome {}

    /** A price. */
    public record Row(PriceRow row) implements Outcome {}

    /** No price; the message says why, cut to {@value #MESSAGE_CHARACTERS_MAX} characters. */
    public record Broken(Fault fault, String message) implements Outcome {
        public Broken {
            message = ShortText.of(message, MESSAGE_CHARACTERS_MAX);
        }
    }

    /**
     * Reads a value.
     *
     * @throws io.watchllm.processor.consume.SchemasUnavailableException when the registry gave no answer
     */
    public Outcome read(byte[] value) {
        return switch (reading.read(value)) {
            case RecordReading.Unread<ModelPrice> unread -> new Broken(Fault.of(unread.fault()), unread.message());
            case RecordReading.Read<ModelPrice> read -> row(read.value());
        };
    }

    private static Outcome row(ModelPrice price) {
        try {
            return new Row(PriceRecords.row(price));
        } catch (IllegalArgumentException problem) {
            return new Broken(Fault.BROKEN_PRICE, String.valueOf(problem.getMessage()));
        }
    }
}
