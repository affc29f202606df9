package io.watchllm.processor.state;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes a {@link TopicBook} for Kafka Streams; it has neither a cache nor a changelog, for its topic is that.
 *
 * @param name of the store
 * @param book makes it
 */
public record TopicBookBuilder<B extends TopicBook>(String name, Supplier<B> book) implements StoreBuilder<B> {

    @Override
    public B build() {
        return book.get();
    }

    @Override
    public StoreBuilder<B> withCachingEnabled() {
        throw new UnsupportedOperationException(name + " is held in memory as it is");
    }

    @Override
    public StoreBuilder<B> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<B> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the log of " + name + " is its topic");
    }

    @Override
    public StoreBuilder<B> withLoggingDisabled() {
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
