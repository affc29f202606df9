package io.watchllm.processor.write;

import java.util.function.ToLongBiFunction;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Bounded access to a store with a changelog. An entry too large for the changelog is not written but counted and
 * logged, and the stored value of its key is deleted: otherwise a restart would restore an outdated value. Use only on
 * the stage's thread.
 */
public final class LoggedStore<K, V> {

    private final KeyValueStore<K, V> store;
    private final Bound<K, V> bound;
    private final WriteMetrics metrics;

    /**
     * Size limit of a changelog.
     *
     * @param size serialized bytes of a key and a value
     * @param bytesMax maximum bytes of both
     */
    public record Bound<K, V>(ToLongBiFunction<K, V> size, int bytesMax) {

        /** A limit for byte array keys and values. */
        public static Bound<byte[], byte[]> ofBytes(int bytesMax) {
            return new Bound<>((key, value) -> (long) key.length + value.length, bytesMax);
        }
    }

    /** Wraps a store. */
    public LoggedStore(KeyValueStore<K, V> store, Bound<K, V> bound, WriteMetrics metrics) {
        this.store = store;
        this.bound = bound;
        this.metrics = metrics;
    }

    /** The value of a key, or null. */
    public @Nullable V get(K key) {
        return store.get(key);
    }

    /** All entries; the caller closes the iterator. */
    public KeyValueIterator<K, V> all() {
        return store.all();
    }

    /** Writes an entry unless it is too large for the changelog; true if written. */
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

    /** Deletes an entry. */
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
