package io.watchllm.processor.store;

import io.watchllm.processor.core.EventFingerprint;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.WriteMetrics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * {@link SeenIds} as a state store: maps 16 bytes of id to 16 bytes of content and arrival. The stream only uses
 * {@code get} and {@code put}. It lives in memory and is restored from its changelog, which {@link ChangelogTrim} keeps
 * short.
 */
public final class SeenIdsStore implements KeyValueStore<Bytes, byte[]> {

    /** The name; its changelog is {@code <application id>-seen-ids-changelog}. */
    public static final String NAME = "seen-ids";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PAIR = 2 * Long.BYTES;

    private final Supplier<SeenIds> none;
    private final SeenIdsRegistry board;
    private final Position position = Position.emptyPosition();

    /** Recreated whenever the store is opened: what an aborted transaction added to it is in no changelog. */
    private SeenIds ids;

    private @Nullable TaskId task;

    private SeenIdsStore(Supplier<SeenIds> none, SeenIdsRegistry board) {
        this.none = none;
        this.board = board;
        ids = none.get();
    }

    /**
     * The store for the topology, one per partition.
     *
     * @param window how long an id is remembered
     * @param idsMax maximum number of ids per partition
     * @param board registry of the open stores
     */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(
            Duration window, int idsMax, SeenIdsRegistry board) {
        return Stores.keyValueStoreBuilder(supplier(window, idsMax, board), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                // Retention by key is useless, because an id is written once, and by age is wrong, because a processor
                // that was down still needs older ids: ChangelogTrim deletes what is before the window of the stream.
                .withLoggingEnabled(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1"));
    }

    static KeyValueBytesStoreSupplier supplier(Duration window, int idsMax, SeenIdsRegistry board) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new SeenIdsStore(() -> new SeenIds(window, idsMax), board);
            }

            @Override
            public String metricsScope() {
                return "in-memory";
            }
        };
    }

    /** Bounded access to the store of a partition. */
    public static LoggedStore<byte[], byte[]> logged(KeyValueStore<byte[], byte[]> store, WriteMetrics metrics) {
        return new LoggedStore<>(store, LoggedStore.Bound.ofBytes(2 * PAIR), metrics);
    }

    /** The changelog topic of this application. */
    static String changelog(String applicationId) {
        return applicationId + "-" + NAME + "-changelog";
    }

    /** The key of an id. */
    public static byte[] key(EventFingerprint.Id id) {
        return pair(id.high(), id.low());
    }

    /** Serializes an entry. */
    public static byte[] value(FirstSeen firstSeen) {
        return pair(firstSeen.content(), firstSeen.atMillis());
    }

    /** Restores an entry. */
    public static FirstSeen firstSeen(byte[] value) {
        return new FirstSeen((long) LONGS.get(value, 0), (long) LONGS.get(value, Long.BYTES));
    }

    private static EventFingerprint.Id id(byte[] key) {
        return new EventFingerprint.Id((long) LONGS.get(key, 0), (long) LONGS.get(key, Long.BYTES));
    }

    private static byte[] pair(long first, long second) {
        var bytes = new byte[PAIR];
        LONGS.set(bytes, 0, first);
        LONGS.set(bytes, Long.BYTES, second);
        return bytes;
    }

    /** Opens it empty, to be restored from the changelog. Kafka Streams reopens the same object after an abort. */
    @Override
    public void init(StateStoreContext context, StateStore root) {
        var opened = none.get();
        ids = opened;
        context.register(root, (key, value) -> {
            // A foreign record on the changelog must neither be taken for an id nor stop the restore.
            if (key.length == PAIR && value != null && value.length == PAIR) {
                opened.put(id(key), firstSeen(value));
            }
        });
        task = context.taskId();
        board.opened(context.taskId(), opened);
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        var earlier = get(key);
        if (earlier == null) {
            put(key, value);
        }
        return earlier;
    }

    @Override
    public void put(Bytes key, byte[] value) {
        ids.put(id(key.get()), firstSeen(value));
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    /** The entry of the id, whatever its age. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        var firstSeen = ids.find(id(key.get()));
        return firstSeen == null ? null : value(firstSeen);
    }

    @Override
    public byte[] delete(Bytes key) {
        throw new UnsupportedOperationException("an id is forgotten when its window is over, not before");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw new UnsupportedOperationException("ids are hashes, in no order");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException("ids are asked for one by one");
    }

    @Override
    public long approximateNumEntries() {
        return ids.size();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Never queried, so the position is not tracked. */
    @Override
    public Position getPosition() {
        return position;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return task != null;
    }

    @Override
    public void close() {
        if (task != null) {
            board.closed(task, ids);
            task = null;
            ids = none.get();
        }
    }
}
