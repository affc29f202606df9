package io.watchllm.processor.store;

import io.watchllm.alerting.group.AlertGroupStates;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.StateKey;
import io.watchllm.alerting.group.Watermarks;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of an alert stage in a store with a changelog: for each group the heads of its states, the bodies of those that
 * have one, and a few numbers. Written before each commit, only what changed since the last. Used by one stage of one
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

    private static final byte BODY = 'b';
    private static final byte HEAD = 'g';
    private static final byte NUMBER = 'n';

    /** Largest batch on the changelogs: a latency window takes several kilobytes per pane. */
    public static final int CHANGELOG_BYTES_MAX = Topics.DERIVED_BYTES_MAX;

    private static final LoggedStore.Bound<Bytes, byte[]> BOUND = new LoggedStore.Bound<>(
            (key, value) -> (long) key.get().length + value.length, CHANGELOG_BYTES_MAX - (64 << 10));

    private final LoggedStore<Bytes, byte[]> store;
    private final List<Bytes> stale = new ArrayList<>();
    private final ByteWriter written = new ByteWriter();

    /** A stored number and its key prefix. */
    private enum Mark {
        NEWEST_EVENT_MS('e'),
        SILENT_MS('s'),
        RULES_TOLD('r'),
        WATERMARKS('w');

        private final char mark;

        Mark(char mark) {
            this.mark = mark;
        }

        Bytes key() {
            return Bytes.wrap(new byte[] {NUMBER, (byte) mark});
        }
    }

    public AlertStateStore(KeyValueStore<Bytes, byte[]> store, WriteMetrics metrics) {
        this.store = new LoggedStore<>(store, BOUND, metrics);
    }

    /** The store for the topology. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(CHANGELOG_BYTES_MAX)));
    }

    /** Restores all states whose rule is unchanged. */
    public void restore(AlertGroups alertGroups) {
        var heads = new ArrayList<KeyValue<Bytes, byte[]>>();
        var bodies = new HashMap<StateKey, byte[]>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                switch (entry.key.get()[0]) {
                    case BODY -> readBody(entry, bodies);
                    case HEAD -> heads.add(entry);
                    case NUMBER -> {
                        // Read separately, by its key.
                    }
                    default -> stale.add(entry.key);
                }
            }
        }
        heads.forEach(head -> restore(alertGroups, head, bodies));
        bodies.keySet().forEach(key -> stale.add(key(BODY, key.bytes())));
    }

    private void readBody(KeyValue<Bytes, byte[]> entry, Map<StateKey, byte[]> bodies) {
        byte[] key = entry.key.get();
        try {
            bodies.put(StateKey.of(Arrays.copyOfRange(key, 1, key.length)), entry.value);
        } catch (IllegalArgumentException foreign) {
            leaveOut(entry.key, foreign);
        }
    }

    private void restore(AlertGroups alertGroups, KeyValue<Bytes, byte[]> head, Map<StateKey, byte[]> bodies) {
        try {
            alertGroups
                    .restore(head.value, bodies)
                    .forEach(problem -> log.warn("left out the state of a group error={}", problem));
        } catch (IllegalArgumentException foreign) {
            leaveOut(head.key, foreign);
        }
    }

    /** Skips a state of another release: its group starts fresh, as with a new version of its rule. */
    private void leaveOut(Bytes key, IllegalArgumentException problem) {
        log.warn("left out the state of a group error={}", problem.getMessage());
        stale.add(key);
    }

    /** Writes what changed. */
    public void save(AlertGroups alertGroups, EventClock clock, long wallMs) {
        stale.forEach(store::delete);
        stale.clear();
        for (var group : alertGroups.takeChanges()) {
            group.takeBodies((state, body) -> {
                var key = key(BODY, state.bytes());
                if (body == null) {
                    store.delete(key);
                } else {
                    store.put(key, body);
                }
            });
            var key = key(HEAD, AlertGroupStates.key(group.group()));
            if (group.isEmpty()) {
                store.delete(key);
            } else {
                store.put(key, group.takeHead(written));
            }
        }
        putIfOther(Mark.WATERMARKS.key(), clock.watermarks().bytes());
        put(Mark.NEWEST_EVENT_MS, clock.newestMs());
        put(Mark.SILENT_MS, Math.floorDiv(clock.now(wallMs) - clock.newestMs(), SILENCE_STEP_MS) * SILENCE_STEP_MS);
    }

    /** The clock as saved: downtime of the processor does not count as silence. */
    public EventClock clock(long wallMs) {
        return new EventClock(get(Mark.NEWEST_EVENT_MS, Moment.NEVER), wallMs - get(Mark.SILENT_MS, 0), watermarks());
    }

    private Watermarks watermarks() {
        var bytes = store.get(Mark.WATERMARKS.key());
        try {
            return bytes == null ? new Watermarks() : Watermarks.of(bytes);
        } catch (IllegalArgumentException foreign) {
            leaveOut(Mark.WATERMARKS.key(), foreign);
            return new Watermarks();
        }
    }

    /** Offset of the last invalid record of the rules topic that was written as a dead letter; negative for none. */
    public long rulesTold() {
        return get(Mark.RULES_TOLD, -1);
    }

    /** Saves that offset. */
    public void rulesTold(long offset) {
        put(Mark.RULES_TOLD, offset);
    }

    private static Bytes key(byte kind, byte[] rest) {
        byte[] key = new byte[1 + rest.length];
        key[0] = kind;
        System.arraycopy(rest, 0, key, 1, rest.length);
        return Bytes.wrap(key);
    }

    private long get(Mark mark, long otherwise) {
        var bytes = store.get(mark.key());
        return bytes == null ? otherwise : ByteBuffer.wrap(bytes).getLong();
    }

    private void put(Mark mark, long value) {
        putIfOther(mark.key(), ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    private void putIfOther(Bytes key, byte[] value) {
        if (!Arrays.equals(store.get(key), value)) {
            store.put(key, value);
        }
    }
}
