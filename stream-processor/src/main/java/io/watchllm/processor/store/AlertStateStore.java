package io.watchllm.processor.store;

import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of an alert stage in a store with a changelog: for each group the heads of its states, the bodies of those that
 * have one, and the event time. Written before each commit, only what changed since the last. Used by one stage of one
 * partition.
 */
public final class AlertStateStore {

    /** Store of the groups evaluated in the partition of their events. */
    public static final String RUNS = "alert-runs";

    /** Store of all other groups. */
    public static final String GROUPS = "alert-groups";

    private static final Logger log = LoggerFactory.getLogger(AlertStateStore.class);

    /** Granularity of the stored idle time, so that an idle pipeline does not write a record on each commit. */
    private static final long SILENCE_STEP_MS = 10_000;

    /** Key of the clock. */
    private static final String CLOCK = "clock";

    /** Key of the offset of the last invalid rule that was written as a dead letter. */
    private static final String RULES = "rules";

    /** Largest batch on the changelogs: a latency window takes several kilobytes per pane. */
    public static final int CHANGELOG_BYTES_MAX = Topics.DERIVED_BYTES_MAX;

    private static final LoggedStore.Bound<String, byte[]> BOUND =
            new LoggedStore.Bound<>((key, value) -> Utf8.length(key) + value.length, CHANGELOG_BYTES_MAX - (64 << 10));

    private final LoggedStore<String, byte[]> store;
    private final List<String> stale = new ArrayList<>();

    public AlertStateStore(KeyValueStore<String, byte[]> store, WriteMetrics metrics) {
        this.store = new LoggedStore<>(store, BOUND, metrics);
    }

    /** The store for the topology. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(CHANGELOG_BYTES_MAX)));
    }

    /** Restores all states whose rule is unchanged. */
    public void restore(AlertGroups alertGroups) {
        var heads = new HashMap<String, byte[]>();
        var bodies = new HashMap<String, byte[]>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (entry.key.startsWith(AlertGroups.HEAD)) {
                    heads.put(entry.key, entry.value);
                } else if (entry.key.startsWith(AlertGroups.BODY)) {
                    bodies.put(entry.key, entry.value);
                } else if (!entry.key.equals(CLOCK) && !entry.key.equals(RULES)) {
                    stale.add(entry.key);
                }
            }
        }
        heads.forEach((key, head) -> {
            try {
                alertGroups
                        .restore(head, bodies)
                        .forEach(problem -> log.warn("left out the state of a group error={}", problem));
            } catch (IllegalArgumentException foreign) {
                leaveOut(key, foreign);
            }
        });
        stale.addAll(bodies.keySet());
    }

    /** Skips a state of another release: its group starts fresh, as with a new version of its rule. */
    private void leaveOut(String key, IllegalArgumentException problem) {
        log.warn("left out the state of a group key={} error={}", key, problem.getMessage());
        stale.add(key);
    }

    /** Writes what changed. */
    public void save(AlertGroups alertGroups, EventClock clock, long wallMs) {
        stale.forEach(store::delete);
        stale.clear();
        alertGroups.save((key, value) -> {
            if (value == null) {
                store.delete(key);
            } else {
                store.put(key, value);
            }
        });
        putIfOther(CLOCK, clock.bytes(Math.floorDiv(clock.idleMs(wallMs), SILENCE_STEP_MS) * SILENCE_STEP_MS));
    }

    /** The clock as saved: downtime of the processor does not count as silence. */
    public EventClock clock(long wallMs) {
        var bytes = store.get(CLOCK);
        try {
            return bytes == null ? new EventClock(Moment.NEVER, wallMs) : EventClock.of(bytes, wallMs);
        } catch (IllegalArgumentException foreign) {
            leaveOut(CLOCK, foreign);
            return new EventClock(Moment.NEVER, wallMs);
        }
    }

    /** Offset of the last invalid record of the rules topic that was written as a dead letter; negative for none. */
    public long rulesEmitted() {
        var bytes = store.get(RULES);
        return bytes == null ? -1 : ByteBuffer.wrap(bytes).getLong();
    }

    /** Saves that offset. */
    public void rulesEmitted(long offset) {
        putIfOther(RULES, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    private void putIfOther(String key, byte[] value) {
        if (!Arrays.equals(store.get(key), value)) {
            store.put(key, value);
        }
    }
}
