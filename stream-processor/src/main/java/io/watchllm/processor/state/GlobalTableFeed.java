package io.watchllm.processor.state;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes the records of a topic to its {@link GlobalTable}. */
public final class GlobalTableFeed extends ContextualProcessor<byte @Nullable [], byte @Nullable [], Void, Void> {

    private final String table;

    public GlobalTableFeed(String table) {
        this.table = table;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        GlobalTable store = context().getStateStore(table);
        store.put(
                record.key(),
                record.value(),
                context().recordMetadata().map(RecordMetadata::offset).orElse(GlobalTable.UNKNOWN_OFFSET));
    }
}
