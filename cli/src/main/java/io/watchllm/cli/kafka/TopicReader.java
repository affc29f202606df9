package io.watchllm.cli.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic once: every record from the beginning up to what is its end when reading begins. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;

    public TopicReader(Consumer<byte @Nullable [], byte @Nullable []> consumer) {
        this.consumer = consumer;
    }

    /** Hands each record to {@code visitor}, in order within a partition, until it answers false. */
    public void read(String topic, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        read(ends(topic), visitor);
    }

    /** Where the topic ends now, as far as readers of what is committed see it. */
    public Map<TopicPartition, Long> ends(String topic) {
        return consumer.endOffsets(partitions(topic));
    }

    /**
     * The same, up to given ends.
     *
     * @throws IllegalStateException when nothing more comes before an end is reached
     */
    public void read(
            Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        var silentSince = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > KafkaConnection.TIMEOUT.toNanos()) {
                throw new IllegalStateException("Kafka gave no more of " + ends.keySet() + " for "
                        + KafkaConnection.TIMEOUT.toSeconds()
                        + " s, though there is more; a transaction that somebody left open ends after a minute");
            }
            for (var record : records) {
                var end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && !visitor.test(record)) {
                    return;
                }
            }
        }
    }

    private List<TopicPartition> partitions(String topic) {
        var found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException(
                    "topic " + topic + " does not exist; 'watchllm topics create' makes the topics of the pipeline");
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
