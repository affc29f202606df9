package io.watchllm.processor.rules;

import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.processor.store.GlobalTable;
import io.watchllm.processor.store.MemoryStoreBuilder;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.ShortText;
import io.watchllm.validation.TableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules of this process, and the set of enabled ones. An invalid record removes the rule with its key, as compaction of
 * the topic eventually would, and is kept until it is written as a dead letter.
 */
public final class RuleTable implements GlobalTable {

    /** Name of the store. */
    public static final String NAME = "alert-rules";

    private static final Logger log = LoggerFactory.getLogger(RuleTable.class);

    /** Longest key shown in a log line. */
    private static final int KEY_CHARACTERS_MAX = 200;

    private final RuleReading reading;
    private final RuleSource source;
    private final AlertMetrics metrics;
    private final Map<String, Rule> rules = new HashMap<>();
    private final InvalidRules invalid = new InvalidRules();

    /** Rules that failed. Another record with the same id is tried again. */
    private final Set<Rule> disabled = new HashSet<>();

    private final Runnable onChange;
    private volatile RuleSet current;
    private volatile boolean changed;

    /** An invalid record of the rules topic, unchanged, and the reason. */
    // Never compared: it is only written as a dead letter.
    @SuppressWarnings("ArrayRecordComponent")
    public record Invalid(byte @Nullable [] key, byte @Nullable [] value, long offset, TableRecordException problem) {}

    private RuleTable(WriterSchemas schemas, RuleSource source, AlertMetrics metrics, Runnable onChange) {
        reading = new RuleReading(schemas);
        this.source = source;
        this.metrics = metrics;
        this.onChange = onChange;
        current = set();
        metrics.rules(current.rules().size());
    }

    /**
     * The store for the topology.
     *
     * @param onChange called after each record, by the single writer thread
     */
    public static MemoryStoreBuilder<RuleTable> builder(
            WriterSchemas schemas, RuleSource source, AlertMetrics metrics, Runnable onChange) {
        return new MemoryStoreBuilder<>(NAME, null, () -> new RuleTable(schemas, source, metrics, onChange));
    }

    /**
     * Applies a record.
     *
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    @Override
    public void put(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        var id = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        // Outside of the lock, because the registry may be slow.
        RuleReading.Read read = null;
        TableRecordException broken = null;
        try {
            read = value == null ? null : reading.read(id, value);
        } catch (TableRecordException problem) {
            broken = problem;
            metrics.skipped(broken.fault());
            log.warn(
                    "left out a rule key={} offset={} reason={} error={}",
                    ShortText.of(id, KEY_CHARACTERS_MAX),
                    offset,
                    broken.fault().word(),
                    broken.message());
        }
        synchronized (this) {
            var before = read == null ? rules.remove(id) : rules.put(id, read.rule());
            changed |= read == null ? before != null : !read.rule().equals(before);
            changed |= disabled.removeIf(rule -> rule.id().equals(id));
            invalid.remove(id);
            if (broken != null && offset >= 0) {
                invalid.put(id, new Invalid(key, value, offset, broken));
            }
            metrics.disabled(disabled.size());
        }
        onChange.run();
    }

    /** The current rules; the same object until something changes. Cheap enough to call for each event. */
    public RuleSet current() {
        return changed ? makeSet() : current;
    }

    private synchronized RuleSet makeSet() {
        if (changed) {
            current = set();
            changed = false;
            metrics.rules(current.rules().size());
            log.info(
                    "took over alert rules on_topic={} switched_on={}",
                    rules.size(),
                    current.rules().size());
        }
        return current;
    }

    private RuleSet set() {
        var known = switch (source) {
            case ALL -> BuiltInRules.behind(rules.values());
            case TOPIC -> rules.values();
            case NONE -> List.<Rule>of();
        };
        return RuleSet.of(
                known.stream().filter(rule -> !disabled.contains(rule)).toList());
    }

    /**
     * Disables a rule in this process until another record with its id arrives.
     *
     * @return true if that is a change; false when it is already disabled or no longer exists
     */
    public synchronized boolean disable(Rule rule) {
        if (makeSet().rules().stream().noneMatch(known -> known.rule().equals(rule)) || !disabled.add(rule)) {
            return false;
        }
        changed = true;
        metrics.disabled(disabled.size());
        return true;
    }

    @Override
    public synchronized void clear() {
        changed |= !rules.isEmpty() || !disabled.isEmpty();
        rules.clear();
        invalid.clear();
        disabled.clear();
        metrics.disabled(0);
    }

    /** Latest invalid records by key that come after this offset, in order. */
    public synchronized List<Invalid> invalidAfter(long offset) {
        return invalid.after(offset);
    }

    @Override
    public String name() {
        return NAME;
    }
}
