package io.watchllm.processor.prices;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Records of the topic of prices, into the book. */
public final class PriceFeed extends ContextualProcessor<byte @Nullable [], byte @Nullable [], Void, Void> {

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        PriceBook book = context().getStateStore(PriceBook.NAME);
        book.put(record.key(), record.value());
    }
}
