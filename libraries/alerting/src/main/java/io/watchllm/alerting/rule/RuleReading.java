package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.RecordReading;
import io.watchllm.validation.TableRecordException;
import io.watchllm.validation.TableRecordException.Fault;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Decodes records of the topic of rules. Not thread-safe: it reuses decoders. */
public final class RuleReading {

    /** Why a record is left out. */
    public static final Set<Fault> FAULTS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Fault.BROKEN_PRICE)));

    private final RecordReading<AlertRule> reading;

    public RuleReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, AlertRule.class);
    }

    /** A rule and its record. */
    public record Read(Rule rule, AlertRule record) {}

    /**
     * Decodes a value.
     *
     * @param key key of its record, as a text
     * @throws TableRecordException when it is not a valid rule
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    public Read read(String key, byte[] value) {
        if (key.isEmpty()) {
            throw new TableRecordException(Fault.NO_KEY, "the record has no key; expected the id of the rule");
        }
        var record = reading.entry(value);
        if (!record.getRuleId().equals(key)) {
            throw new TableRecordException(
                    Fault.WRONG_KEY, "the key is \"" + key + "\"; expected the rule_id \"" + record.getRuleId() + "\"");
        }
        return switch (Rule.of(record)) {
            case Rule.Valid valid -> new Read(valid.rule(), record);
            case Rule.Invalid invalid -> throw new TableRecordException(Fault.BROKEN_RULE, invalid.message());
        };
    }
}
