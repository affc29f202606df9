package io.watchllm.processor.state;

import io.watchllm.processor.core.alert.stage.EventClock;
import io.watchllm.processor.core.alert.stage.GroupBook;
import io.watchllm.processor.core.alert.stage.StateKey;
import io.watchllm.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stage of alerts knows, in a store with a changelog: the state of each group as bytes, and a few numbers.
 * Written before each commit, and only what changed since the last. For one stage of one partition.
 */
public final class AlertStates {

    /** Store of the groups that are judged where the events are. */
    public static final String RUNS = "alert-runs";

    /** Store of all other groups. */
    public static final String GROUPS = "alert-groups";

    private static final Logger log = LoggerFactory.getLogger(AlertStates.class);

    /** Silence is kept no finer, so that it is not a record for each commit of a pipeline at rest. */
    private static final long SILENCE_STEP_MS = 10_000;

    private static final byte STATE = 's';
    private static final byte NUMBER = 'n';

    private final KeyValueStore<Bytes, byte[]> store;
    private final List<Bytes> stale = new ArrayList<>();

    /** A number that is kept; the mark is in the store. */
    private enum Mark {
        NEWEST_EVENT_MS('e'),
        SILENT_MS('s'),
        RULES_TOLD('r');

        private final char mark;

        Mark(char mark) {
            this.mark = mark;
        }

        Bytes key() {
            return Bytes.wrap(new byte[] {NUMBER, (byte) mark});
        }
    }

    public AlertStates(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** The store for the topology. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                // A window of a latency rule is some kilobytes for each of its panes.
                .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(Topics.DERIVED_BYTES_MAX)));
    }

    /** Puts all groups into the book whose rule is still as it was. */
    public void restore(GroupBook book) {
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                byte[] key = entry.key.get();
                if (key[0] == STATE && !isRestored(book, key, entry.value)) {
                    stale.add(entry.key);
                }
            }
        }
    }

    private static boolean isRestored(GroupBook book, byte[] key, byte[] value) {
        try {
            return book.restore(StateKey.of(Arrays.copyOfRange(key, 1, key.length)), value);
        } catch (IllegalArgumentException problem) {
            // A state of another release: its group starts afresh, as with a new version of its rule.
            log.warn("left out the state of a group error={}", problem.getMessage());
            return false;
        }
    }

    /** Writes what changed. */
    public void save(GroupBook book, EventClock clock, long wallMs) {
        stale.forEach(store::delete);
        stale.clear();
        for (var change : book.takeChanges()) {
            var key = key(StateKey.of(change.state()).bytes());
            switch (change) {
                case GroupBook.Changed changed -> store.put(key, changed.state().bytes());
                case GroupBook.Gone _ -> store.delete(key);
            }
        }
        put(Mark.NEWEST_EVENT_MS, clock.newestMs());
        put(Mark.SILENT_MS, Math.floorDiv(clock.now(wallMs) - clock.newestMs(), SILENCE_STEP_MS) * SILENCE_STEP_MS);
    }

    /** The clock as it stood: time in which nobody was here does not count as silence. */
    public EventClock clock(long wallMs) {
        return new EventClock(get(Mark.NEWEST_EVENT_MS, -1), wallMs - get(Mark.SILENT_MS, 0));
    }

    /** Offset of the last record of the topic of rules that was told of as unreadable; negative when there was none. */
    public long rulesTold() {
        return get(Mark.RULES_TOLD, -1);
    }

    /** Remembers it. */
    public void rulesTold(long offset) {
        put(Mark.RULES_TOLD, offset);
    }

    private static Bytes key(byte[] state) {
        byte[] key = new byte[1 + state.length];
        key[0] = STATE;
        System.arraycopy(state, 0, key, 1, state.length);
        return Bytes.wrap(key);
    }

    private long get(Mark mark, long otherwise) {
        var bytes = store.get(mark.key());
        return bytes == null ? otherwise : ByteBuffer.wrap(bytes).getLong();
    }

    private void put(Mark mark, long value) {
        if (get(mark, Long.MIN_VALUE) != value) {
            store.put(mark.key(), ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }
    }
}
