package io.watchllm.processor.store;

import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of an alert stage: for each group the heads of its states, the bodies of those that have one, and the event
 * time. Written before each commit, only what changed since the last. A passivated group shares its bytes with this
 * store. Used by one stage of one partition.
 */
public final class AlertStateStore extends LoggedStore {

    /** Store of the groups evaluated in the partition of their events. */
    public static final String RUNS = "alert-runs";

    /** Store of all other groups. */
    public static final String GROUPS = "alert-groups";

    /** Largest batch on the changelogs: a latency window takes several kilobytes per pane. */
    public static final int CHANGELOG_BYTES_MAX = Topics.DERIVED_BYTES_MAX;

    private static final Logger log = LoggerFactory.getLogger(AlertStateStore.class);

    /** Granularity of the stored idle time, so that an idle pipeline does not write a record on each commit. */
    private static final long SILENCE_STEP_MS = 10_000;

    /** Key of the clock. */
    private static final String CLOCK = "clock";

    /** Key of the offset of the last invalid rule that was written as a dead letter. */
    private static final String RULES = "rules";

    private final Map<String, byte[]> records = new HashMap<>();

    private AlertStateStore(String name, WriteMetrics metrics) {
        super(name, CHANGELOG_BYTES_MAX - (64 << 10), metrics);
    }

    /** The store for the topology. */
    public static StoreBuilder<AlertStateStore> builder(String name, WriteMetrics metrics) {
        var config = Map.of("max.message.bytes", Integer.toString(CHANGELOG_BYTES_MAX));
        return new MemoryStoreBuilder<>(name, config, () -> new AlertStateStore(name, metrics));
    }

    /**
     * The stored groups. A state of another release is left out: its group starts fresh, as with a new version of its
     * rule.
     */
    public AlertGroups groups(RuleSet rules, int groupsMax) {
        var groups = new AlertGroups(rules, groupsMax);
        var stored = new HashMap<>(records);
        stored.keySet().removeAll(Set.of(CLOCK, RULES));
        groups.restore(stored, AlertStateStore::leftOut);
        return groups;
    }

    private static void leftOut(String key, String problem) {
        log.warn("left out the state of a group key={} error={}", key, problem);
    }

    /** Writes what changed. */
    public void save(AlertGroups groups, EventClock clock, long wallMs) {
        groups.save(this::put);
        putIfOther(CLOCK, clock.bytes(Math.floorDiv(clock.idleMs(wallMs), SILENCE_STEP_MS) * SILENCE_STEP_MS));
    }

    /** The clock as saved: downtime of the processor does not count as silence. */
    public EventClock clock(long wallMs) {
        var bytes = records.get(CLOCK);
        try {
            return bytes == null ? new EventClock(Moment.NEVER, wallMs) : EventClock.of(bytes, wallMs);
        } catch (IllegalArgumentException foreign) {
            leftOut(CLOCK, String.valueOf(foreign.getMessage()));
            return new EventClock(Moment.NEVER, wallMs);
        }
    }

    /** Offset of the last invalid record of the rules topic that was written as a dead letter; negative for none. */
    public long rulesReported() {
        var bytes = records.get(RULES);
        return bytes == null ? -1 : ByteBuffer.wrap(bytes).getLong();
    }

    /** Saves that offset. */
    public void rulesReported(long offset) {
        putIfOther(RULES, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    private void putIfOther(String key, byte[] value) {
        if (!Arrays.equals(records.get(key), value)) {
            put(key, value);
        }
    }

    private void put(String key, byte @Nullable [] value) {
        hold(key, write(key.getBytes(StandardCharsets.UTF_8), value) ? value : null);
    }

    private void hold(String key, byte @Nullable [] value) {
        if (value == null) {
            records.remove(key);
        } else {
            records.put(key, value);
        }
    }

    /** Everything that is stored. */
    Map<String, byte[]> records() {
        return records;
    }

    @Override
    protected void clear() {
        records.clear();
    }

    @Override
    protected void restore(byte[] key, byte @Nullable [] value) {
        hold(new String(key, StandardCharsets.UTF_8), value);
    }
}
