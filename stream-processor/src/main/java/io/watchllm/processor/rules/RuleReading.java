package io.watchllm.processor.rules;

import io.watchllm.control.AlertRule;
import io.watchllm.processor.consume.RecordReading;
import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.ShortText;
import io.watchllm.processor.core.alert.rule.Rule;
import java.util.Locale;

/** Makes a rule of a record's value, or says why it is none. Keeps decoders: for one thread. */
public final class RuleReading {

    /** A message may quote the record, which may be large. */
    static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final RecordReading<AlertRule> reading;

    public RuleReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, AlertRule.class);
    }

    /** Why a record is left out: the closed set of words in metrics and dead letters. */
    public enum Fault {
        /** It has no key, so that nothing could ever take its place. */
        NO_KEY,
        /** The key is not the id of the rule in the value. */
        WRONG_KEY,
        /** The bytes do not begin as a record of the Schema Registry does. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes are no rule as their schema says. */
        UNREADABLE,
        /** The rule is none that can be used. */
        BROKEN_RULE;

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

    /** A rule, and the record that it came in. */
    public record Read(Rule rule, AlertRule record) implements Outcome {}

    /** No rule; the message says why, cut to {@value #MESSAGE_CHARACTERS_MAX} characters. */
    public record Broken(Fault fault, String message) implements Outcome {
        public Broken {
            message = ShortText.of(message, MESSAGE_CHARACTERS_MAX);
        }
    }

    /**
     * Reads a value.
     *
     * @param key key of its record, as a text
     * @throws io.watchllm.processor.consume.SchemasUnavailableException when the registry gave no answer
     */
    public Outcome read(String key, byte[] value) {
        if (key.isEmpty()) {
            return new Broken(Fault.NO_KEY, "the record has no key; right would be the id of the rule");
        }
        return switch (reading.read(value)) {
            case RecordReading.Unread<AlertRule> unread -> new Broken(Fault.of(unread.fault()), unread.message());
            case RecordReading.Read<AlertRule> read -> rule(key, read.value());
        };
    }

    private static Outcome rule(String key, AlertRule record) {
        if (!record.getRuleId().equals(key)) {
            return new Broken(
                    Fault.WRONG_KEY,
                    "the key is \"" + key + "\"; right would be the rule_id \"" + record.getRuleId() + "\"");
        }
        return switch (Rule.of(record)) {
            case Rule.Fit fit -> new Read(fit.rule(), record);
            case Rule.Unfit unfit -> new Broken(Fault.BROKEN_RULE, unfit.message());
        };
    }
}
