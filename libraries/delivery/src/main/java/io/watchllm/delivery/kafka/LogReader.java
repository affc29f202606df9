package io.watchllm.delivery.kafka;

import io.watchllm.delivery.core.LogBounds;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka where the logs of partitions begin and end. */
public interface LogReader {

    /**
     * Asks without waiting for the answer.
     *
     * @return the bounds; fails within seconds when Kafka does not answer
     */
    CompletionStage<Map<TopicPartition, LogBounds>> ask(Collection<TopicPartition> partitions);
}
