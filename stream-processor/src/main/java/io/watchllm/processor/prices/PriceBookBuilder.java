package io.watchllm.processor.prices;

import io.watchllm.processor.consume.WriterSchemas;
import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the {@link PriceBook} for Kafka Streams; it has neither a cache nor a changelog, for its topic is that. */
public final class PriceBookBuilder implements StoreBuilder<PriceBook> {

    private final WriterSchemas schemas;
    private final PriceMetrics metrics;

    public PriceBookBuilder(WriterSchemas schemas, PriceMetrics metrics) {
        this.schemas = schemas;
        this.metrics = metrics;
    }

    @Override
    public PriceBook build() {
        return new PriceBook(schemas, metrics);
    }

    @Override
    public String name() {
        return PriceBook.NAME;
    }

    @Override
    public StoreBuilder<PriceBook> withCachingEnabled() {
        throw new UnsupportedOperationException("the price book is held in memory as it is");
    }

    @Override
    public StoreBuilder<PriceBook> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<PriceBook> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the price book's log is its topic");
    }

    @Override
    public StoreBuilder<PriceBook> withLoggingDisabled() {
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
