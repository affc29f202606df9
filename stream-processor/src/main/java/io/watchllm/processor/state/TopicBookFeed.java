package io.watchllm.processor.state;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Records of a topic, into its {@link TopicBook}. */
public final class TopicBookFeed extends ContextualProcessor<byte @Nullable [], byte @Nullable [], Void, Void> {

    private final String book;

    public TopicBookFeed(String book) {
        this.book = book;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        TopicBook store = context().getStateStore(book);
        store.put(
                record.key(),
                record.value(),
                context().recordMetadata().map(RecordMetadata::offset).orElse(TopicBook.UNKNOWN_OFFSET));
    }
}
