package io.watchllm.processor.state;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic, held in memory as it is: a global store, which every process fills to the end of the topic before
 * its first event. One thread writes, many read what they need by a method of the table.
 */
public interface GlobalTable extends StateStore {

    /** Where a record stands whose place is not known. */
    long UNKNOWN_OFFSET = -1;

    /**
     * A record of the topic, at the start and whenever one comes.
     *
     * @param value null when there is none any more
     * @param offset where it stands, or {@link #UNKNOWN_OFFSET}
     */
    void put(byte @Nullable [] key, byte @Nullable [] value, long offset);

    /** Forgets all records: the topic is about to be read from its begin. */
    void clear();

    /**
     * Opens it empty. Kafka Streams fills a global store through its processor, at a start too; should it ever bypass
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
        // There is nothing but memory.
    }

    @Override
    default boolean isOpen() {
        return true;
    }
}
