package io.watchllm.processor.store;

import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.validation.CountedProjects;
import io.watchllm.validation.Sizes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Number of events per project and outcome, counted since the application began, in the transaction of the events
 * themselves, so that a crash neither repeats nor loses a count. The changelog is compacted and has one record per
 * partition, project and entry: their sum gives the counts. Projects are counted under the names from
 * {@link CountedProjects}, so that neither long ids nor many of them overload it.
 */
public final class EventCountsStore extends LoggedStore {

    /**
     * Minimum record size limit of the changelogs, in bytes: far above the largest record, and far below Kafka's
     * default.
     */
    public static final int CHANGELOG_BYTES_MIN = 2 * Sizes.ID_BYTES_MAX;

    /** Longest name, longest entry, and the count. */
    private static final int ENTRY_BYTES_MAX = Sizes.ID_BYTES_MAX + 100;

    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private CountedProjects projects = new CountedProjects();

    private EventCountsStore(String name, WriteMetrics metrics) {
        super(name, ENTRY_BYTES_MAX, metrics);
    }

    /** The store for the topology. */
    public static StoreBuilder<EventCountsStore> builder(String name, WriteMetrics metrics) {
        return new MemoryStoreBuilder<>(name, Map.of(), () -> new EventCountsStore(name, metrics));
    }

    /** Counts one event; {@link #save} writes it. */
    public void count(String project, EventCount entry) {
        var key = new EventCountKey(projects.name(project), entry.word()).text();
        counts.merge(key, 1L, Long::sum);
        changed.add(key);
    }

    /**
     * Writes the counts since the last call, one record per count instead of one per event; call before each commit.
     */
    public void save() {
        changed.forEach(key -> write(
                key.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(Objects.requireNonNull(counts.get(key)))
                        .array()));
        changed.clear();
    }

    @Override
    protected void clear() {
        counts.clear();
        changed.clear();
        projects = new CountedProjects();
    }

    @Override
    protected void restore(byte[] key, byte @Nullable [] value) {
        var text = new String(key, StandardCharsets.UTF_8);
        if (value == null) {
            counts.remove(text);
        } else {
            counts.put(text, ByteBuffer.wrap(value).getLong());
            projects.restore(EventCountKey.parse(text).project());
        }
    }
}
