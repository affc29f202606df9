package io.watchllm.processor.store;

import io.watchllm.processor.core.EventFingerprint;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@link SeenIds} as a state store. Its changelog maps 16 bytes of id to 16 bytes of content and arrival;
 * {@link ChangelogTrim} keeps it short.
 */
public final class SeenIdsStore extends LoggedStore {

    /** The name; its changelog is {@code <application id>-seen-ids-changelog}. */
    public static final String NAME = "seen-ids";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PAIR = 2 * Long.BYTES;

    private final Supplier<SeenIds> none;
    private final SeenIdsRegistry registry;

    private SeenIds ids;
    private @Nullable TaskId task;

    private SeenIdsStore(Supplier<SeenIds> none, SeenIdsRegistry registry, WriteMetrics metrics) {
        super(NAME, 2 * PAIR, metrics);
        this.none = none;
        this.registry = registry;
        ids = none.get();
    }

    /**
     * The store for the topology, one per partition.
     *
     * @param none creates an empty table
     * @param registry registry of the open stores
     */
    public static StoreBuilder<SeenIdsStore> builder(
            Supplier<SeenIds> none, SeenIdsRegistry registry, WriteMetrics metrics) {
        // Retention by key is useless, because an id is written once, and by age is wrong, because a processor that was
        // down still needs older ids: ChangelogTrim deletes what is before the window of the stream.
        var forever = Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
        return new MemoryStoreBuilder<>(NAME, forever, () -> new SeenIdsStore(none, registry, metrics));
    }

    /** The changelog topic of this application. */
    static String changelog(String applicationId) {
        return applicationId + "-" + NAME + "-changelog";
    }

    /** The entry of the id, whatever its age, or null. */
    public @Nullable FirstSeen find(EventFingerprint.Id id) {
        return ids.find(id);
    }

    /** Adds the id, replacing its previous entry. */
    public void put(EventFingerprint.Id id, FirstSeen firstSeen) {
        ids.put(id, firstSeen);
        write(pair(id.high(), id.low()), pair(firstSeen.content(), firstSeen.atMillis()));
    }

    private static byte[] pair(long first, long second) {
        var bytes = new byte[PAIR];
        LONGS.set(bytes, 0, first);
        LONGS.set(bytes, Long.BYTES, second);
        return bytes;
    }

    @Override
    protected void restore(byte[] key, byte @Nullable [] value) {
        // A foreign record on the changelog must neither be taken for an id nor stop the restore.
        if (key.length == PAIR && value != null && value.length == PAIR) {
            ids.put(
                    new EventFingerprint.Id((long) LONGS.get(key, 0), (long) LONGS.get(key, Long.BYTES)),
                    new FirstSeen((long) LONGS.get(value, 0), (long) LONGS.get(value, Long.BYTES)));
        }
    }

    @Override
    protected void clear() {
        ids = none.get();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        super.init(context, root);
        task = context.taskId();
        registry.opened(context.taskId(), ids);
    }

    @Override
    public void close() {
        if (task != null) {
            registry.closed(task, ids);
            task = null;
        }
        super.close();
    }
}
