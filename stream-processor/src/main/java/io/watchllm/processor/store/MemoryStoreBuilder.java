package io.watchllm.processor.store;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Builder of in-memory stores that Kafka Streams uses unwrapped and uncached.
 *
 * @param name of the store
 * @param logConfig settings of its changelog topic; null without a changelog
 * @param store creates it
 */
public record MemoryStoreBuilder<S extends StateStore>(
        String name, @Nullable Map<String, String> logConfig, Supplier<S> store) implements StoreBuilder<S> {

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
        return new MemoryStoreBuilder<>(name, config, store);
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        return new MemoryStoreBuilder<>(name, null, store);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig == null ? Map.of() : logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logConfig != null;
    }
}
