package io.watchllm.processor.rules;

import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.ShortText;
import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.processor.core.alert.stage.RuleSet;
import io.watchllm.processor.state.GlobalTable;
import io.watchllm.processor.state.MemoryStoreBuilder;
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
 * The rules of this process, and the set that is made of those that are switched on. A record that is no rule takes
 * away the one of its key, as the topic itself will once it is compacted, and is kept to be told of as a dead letter.
 */
public final class RuleTable implements GlobalTable {

    /** Name of the store. */
    public static final String NAME = "alert-rules";

    private static final Logger log = LoggerFactory.getLogger(RuleTable.class);

    /** Longest key that a log line shows. */
    private static final int KEY_CHARACTERS_MAX = 200;

    private final RuleReading reading;
    private final RuleSource source;
    private final RuleMetrics metrics;
    private final Map<String, Rule> rules = new HashMap<>();
    private final RefusedRules refused = new RefusedRules();

    /** Those that failed. Another record of the same id is another try. */
    private final Set<Rule> disabled = new HashSet<>();

    private final Runnable onChange;
    private volatile RuleSet current;
    private volatile boolean changed;

    private RuleTable(WriterSchemas schemas, RuleSource source, RuleMetrics metrics, Runnable onChange) {
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
     * @param onChange is run after each record, by the one thread that writes
     */
    public static MemoryStoreBuilder<RuleTable> builder(
            WriterSchemas schemas, RuleSource source, RuleMetrics metrics, Runnable onChange) {
        return new MemoryStoreBuilder<>(NAME, () -> new RuleTable(schemas, source, metrics, onChange));
    }

    /**
     * Takes over a rule.
     *
     * @throws io.watchllm.processor.consume.SchemasUnavailableException when the registry gave no answer
     */
    @Override
    public void put(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        var id = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        // Outside of the lock: the registry may take its time.
        var outcome = value == null ? null : reading.read(id, value);
        if (outcome instanceof RuleReading.Broken broken) {
            metrics.skipped(broken.fault());
            log.warn(
                    "left out a rule key={} offset={} reason={} error={}",
                    ShortText.of(id, KEY_CHARACTERS_MAX),
                    offset,
                    broken.fault().word(),
                    broken.message());
        }
        synchronized (this) {
            var before = outcome instanceof RuleReading.Read read ? rules.put(id, read.rule()) : rules.remove(id);
            changed |= outcome instanceof RuleReading.Read read ? !read.rule().equals(before) : before != null;
            changed |= disabled.removeIf(rule -> rule.id().equals(id));
            refused.remove(id);
            if (outcome instanceof RuleReading.Broken broken && offset >= 0) {
                refused.put(id, new RefusedRule(key, value, offset, broken));
            }
            metrics.disabled(disabled.size());
        }
        onChange.run();
    }

    /** The rules that hold now; the same set until something changed. Cheap enough to be asked for each event. */
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
     * Switches a rule off in this process, until another record of its id comes.
     *
     * @return whether that is news: false when it is off already, or no rule any more
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
        refused.clear();
        disabled.clear();
        metrics.disabled(0);
    }

    /** The latest records of their keys that are no rules and stand behind this offset, in order. */
    public synchronized List<RefusedRule> refusedAfter(long offset) {
        return refused.after(offset);
    }

    @Override
    public String name() {
        return NAME;
    }
}
