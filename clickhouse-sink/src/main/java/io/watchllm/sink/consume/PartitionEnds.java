package io.watchllm.sink.consume;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka where partitions end, for readers of what is committed. */
public interface PartitionEnds {

    /**
     * Asks, and returns at once.
     *
     * @return the ends; fails within seconds when Kafka does not answer
     */
    CompletionStage<Map<TopicPartition, Long>> ask(Collection<TopicPartition> partitions);
}
