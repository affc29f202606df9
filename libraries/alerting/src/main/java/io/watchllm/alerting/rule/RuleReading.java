package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.Reason;
import io.watchllm.validation.RecordReading;
import io.watchllm.validation.ShortText;
import java.util.Locale;

/** Decodes a rule record, or explains why it can't. Not thread-safe: it reuses decoders. */
public final class RuleReading {

    /** Bound of messages, which may quote a large record. */
    public static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final RecordReading<AlertRule> reading;

    public RuleReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, AlertRule.class);
    }

    /** Why a record is skipped: the closed set of words in metrics and dead letters. */
    public enum Fault {
        /** It has no key, so no later record could replace it. */
        NO_KEY,
        /** The key is not the id of the rule in the value. */
        WRONG_KEY,
        /** The bytes do not start with the Schema Registry's wire format. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes do not match their schema. */
        UNREADABLE,
        /** The rule is invalid. */
        BROKEN_RULE;

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

    /** A rule and its record. */
    public record Read(Rule rule, AlertRule record) implements Outcome {}

    /** Not a rule; the message says why, truncated to {@value #MESSAGE_CHARACTERS_MAX} characters. */
    public record Broken(Fault fault, String message) implements Outcome {
        public Broken {
            message = ShortText.of(message, MESSAGE_CHARACTERS_MAX);
        }
    }

    /**
     * Decodes a value.
     *
     * @param key key of its record, as a text
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    public Outcome read(String key, byte[] value) {
        if (key.isEmpty()) {
            return new Broken(Fault.NO_KEY, "the record has no key; expected the id of the rule");
        }
        return switch (reading.read(value)) {
            case RecordReading.Rejected<AlertRule>(var why) -> new Broken(Fault.of(why.reason()), why.message());
            case RecordReading.Read<AlertRule> read -> rule(key, read.value());
        };
    }

    private static Outcome rule(String key, AlertRule record) {
        if (!record.getRuleId().equals(key)) {
            return new Broken(
                    Fault.WRONG_KEY, "the key is \"" + key + "\"; expected the rule_id \"" + record.getRuleId() + "\"");
        }
        return switch (Rule.of(record)) {
            case Rule.Valid valid -> new Read(valid.rule(), record);
            case Rule.Invalid invalid -> new Broken(Fault.BROKEN_RULE, invalid.message());
        };
    }
}
