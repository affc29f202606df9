package io.watchllm.processor.store;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic held in memory: a global store that every process fills to the end of the topic before its first
 * event. One writer thread; many readers, through the table's own methods.
 */
public interface GlobalTable extends StateStore {

    /** Offset of a record whose position is unknown. */
    long UNKNOWN_OFFSET = -1;

    /**
     * Applies a record of the topic, during startup and afterwards.
     *
     * @param value null for a tombstone
     * @param offset its offset, or {@link #UNKNOWN_OFFSET}
     */
    void put(byte @Nullable [] key, byte @Nullable [] value, long offset);

    /** Writes the records of a topic to its table. */
    final class Feed extends ContextualProcessor<byte @Nullable [], byte @Nullable [], Void, Void> {

        private final String table;

        /** Feeds the table of this name. */
        public Feed(String table) {
            this.table = table;
        }

        @Override
        public void process(Record<byte @Nullable [], byte @Nullable []> record) {
            GlobalTable store = context().getStateStore(table);
            var offset = context().recordMetadata().map(RecordMetadata::offset);
            store.put(record.key(), record.value(), offset.orElse(UNKNOWN_OFFSET));
        }
    }

    /** Removes all records: the topic is about to be read from the beginning. */
    void clear();

    /**
     * Opens it empty. Kafka Streams fills a global store through its processor, also at startup; should it ever bypass
     * that, the bytes are the same.
     */
    @Override
    default void init(StateStoreContext context, StateStore root) {
        clear();
        context.register(root, (key, value) -> put(key, value, UNKNOWN_OFFSET));
    }

    @Override
    default boolean persistent() {
        return false;
    }

    @Override
    default void close() {
        // It is only in memory.
    }

    @Override
    default boolean isOpen() {
        return true;
    }
}
