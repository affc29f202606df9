package io.watchllm.processor.write;

import java.util.function.ToLongBiFunction;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The one way into a store with a changelog. An entry that the changelog would not take is not written, but counted and
 * logged, and what the store had under its key is deleted: a start would otherwise go on from what was true once. For
 * the thread of the stage.
 */
public final class LoggedStore<K, V> {

    private final KeyValueStore<K, V> store;
    private final Bound<K, V> bound;
    private final WriteMetrics metrics;

    /**
     * What a changelog takes.
     *
     * @param size bytes of a key and a value, as they are written
     * @param bytesMax most bytes of both
     */
    public record Bound<K, V>(ToLongBiFunction<K, V> size, int bytesMax) {

        /** For keys and values that are bytes. */
        public static Bound<byte[], byte[]> ofBytes(int bytesMax) {
            return new Bound<>((key, value) -> (long) key.length + value.length, bytesMax);
        }
    }

    /** A gate for this store. */
    public LoggedStore(KeyValueStore<K, V> store, Bound<K, V> bound, WriteMetrics metrics) {
        this.store = store;
        this.bound = bound;
        this.metrics = metrics;
    }

    /** The value of a key, or null. */
    public @Nullable V get(K key) {
        return store.get(key);
    }

    /** All entries; to be closed. */
    public KeyValueIterator<K, V> all() {
        return store.all();
    }

    /** Writes an entry, unless the changelog would not take it; answers whether it did. */
    public boolean put(K key, V value) {
        if (isTooLarge(key, value)) {
            if (store.get(key) != null) {
                store.delete(key);
            }
            return false;
        }
        store.put(key, value);
        return true;
    }

    /**
     * Writes an entry unless there is one; answers the one that is there, or null. What the changelog would not take is
     * not written.
     */
    public @Nullable V putIfAbsent(K key, V value) {
        return isTooLarge(key, value) ? store.get(key) : store.putIfAbsent(key, value);
    }

    /** Takes an entry away. */
    public void delete(K key) {
        store.delete(key);
    }

    private boolean isTooLarge(K key, V value) {
        long size = bound.size.applyAsLong(key, value);
        if (size <= bound.bytesMax) {
            return false;
        }
        metrics.heldBack(store.name(), size, bound.bytesMax);
        return true;
    }
}
