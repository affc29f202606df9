package io.watchllm.processor.store;

import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.validation.CountedProjects;
import io.watchllm.validation.Sizes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Number of events per project and outcome, counted since the application began, in the transaction of the events
 * themselves, so that a crash neither repeats nor loses a count. The changelog is compacted and has one record per
 * partition, project and entry: their sum gives the counts. Projects are counted under the names from
 * {@link CountedProjects}, so that neither long ids nor many of them overload it. Used by one instance for each entry
 * of a partition: no two may count the same.
 */
public final class EventCountsStore {

    /**
     * Minimum record size limit of the changelogs, in bytes: far above the largest record, and far below Kafka's
     * default.
     */
    public static final int CHANGELOG_BYTES_MIN = 2 * Sizes.ID_BYTES_MAX;

    /** Longest name, longest entry, and the count. */
    private static final int ENTRY_BYTES_MAX = Sizes.ID_BYTES_MAX + 100;

    private static final LoggedStore.Bound<String, Long> BOUND = new LoggedStore.Bound<>(
            (key, count) -> (long) key.getBytes(StandardCharsets.UTF_8).length + Long.BYTES, ENTRY_BYTES_MAX);

    private final LoggedStore<String, Long> store;
    private final CountedProjects projects = new CountedProjects();
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    /** Continues from the stored counts. */
    public EventCountsStore(KeyValueStore<String, Long> store, WriteMetrics metrics) {
        this.store = new LoggedStore<>(store, BOUND, metrics);
        try (var all = this.store.all()) {
            while (all.hasNext()) {
                projects.restore(EventCountKey.parse(all.next().key).project());
            }
        }
    }

    /**
     * Counts for one stage, written at each commit.
     *
     * @param commits name of the hook of the stage's subtopology
     */
    public static EventCountsStore of(ProcessorContext<?, ?> stage, String commits, WriteMetrics metrics) {
        var eventCounts = new EventCountsStore(stage.getStateStore(EventCountKey.EVENTS_STORE), metrics);
        CommitHook hook = stage.getStateStore(commits);
        hook.beforeCommit(stage, CommitHook.Phase.SAVE, eventCounts::save);
        return eventCounts;
    }

    /** The store for the topology. */
    public static StoreBuilder<KeyValueStore<String, Long>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                // save() already writes one record per transaction instead of one per event.
                .withCachingDisabled();
    }

    /** Counts one event; {@link #save} writes it. */
    public void count(String project, EventCount entry) {
        var key = new EventCountKey(projects.name(project), entry.word()).text();
        var before = counts.get(key);
        if (before == null) {
            before = store.get(key);
        }
        long now = before == null ? 1 : before + 1;
        counts.put(key, now);
        changed.add(key);
    }

    /** Writes the counts since the last call; call before each commit. */
    public void save() {
        changed.forEach(key -> store.put(key, Objects.requireNonNull(counts.get(key))));
        changed.clear();
    }
}
