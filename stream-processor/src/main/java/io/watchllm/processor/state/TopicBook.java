package io.watchllm.processor.state;

import org.apache.kafka.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic, held in memory as it is: a global store, which every process fills to the end of the topic before
 * its first event. One thread writes, many read what they need by a method of the book.
 */
public interface TopicBook extends StateStore {

    /**
     * A record of the topic, at the start and whenever one comes.
     *
     * @param value null when there is none any more
     * @param offset where it stands; negative where that is not known
     */
    void put(byte @Nullable [] key, byte @Nullable [] value, long offset);

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
