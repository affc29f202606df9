package io.watchllm.processor.store;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builder of in-memory stores that Kafka Streams uses unwrapped: no cache, no changelog.
 *
 * @param name of the store
 * @param store creates it
 */
public record MemoryStoreBuilder<S extends StateStore>(String name, Supplier<S> store) implements StoreBuilder<S> {

    @Override
    public S build() {
        return store.get();
    }

    @Override
    public StoreBuilder<S> withCachingEnabled() {
        throw new UnsupportedOperationException(name + " is held in memory as it is");
    }

    @Override
    public StoreBuilder<S> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException(name + " has no changelog");
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        return this;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }
}
