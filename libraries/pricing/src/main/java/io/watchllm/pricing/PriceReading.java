package io.watchllm.pricing;

import io.watchllm.control.ModelPrice;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.Reason;
import io.watchllm.validation.RecordReading;
import io.watchllm.validation.ShortText;
import java.util.Locale;

/** Decodes a price record, or explains why it can't. Not thread-safe: it reuses decoders. */
public final class PriceReading {

    /** Bound of messages, which may quote a large record. */
    static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final RecordReading<ModelPrice> reading;

    public PriceReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, ModelPrice.class);
    }

    /** Why a record is skipped: the closed set of words in the metrics. */
    public enum Fault {
        /** It has no key, so no later record could replace it. */
        NO_KEY,
        /** The bytes do not start with the Schema Registry's wire format. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes do not match their schema. */
        UNREADABLE,
        /** The values are not a valid price: half a price, a negative one, no model. */
        BROKEN_PRICE;

        /** Name in metrics, such as {@code no_key}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Fault of(Reason reason) {
            return switch (reason) {
                case NOT_WIRE_FORMAT -> NOT_WIRE_FORMAT;
                case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
                default -> UNREADABLE;
            };
        }
    }

    /** Result of decoding a value. */
    public sealed interface Outcome {}

    /** A price. */
    public record Row(PriceRow row) implements Outcome {}

    /** Not a price; the message says why, truncated to {@value #MESSAGE_CHARACTERS_MAX} characters. */
    public record Broken(Fault fault, String message) implements Outcome {
        public Broken {
            message = ShortText.of(message, MESSAGE_CHARACTERS_MAX);
        }
    }

    /**
     * Decodes a value.
     *
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    public Outcome read(byte[] value) {
        return switch (reading.read(value)) {
            case RecordReading.Rejected<ModelPrice>(var why) -> new Broken(Fault.of(why.reason()), why.message());
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
