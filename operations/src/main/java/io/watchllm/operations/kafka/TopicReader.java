package io.watchllm.operations.kafka;

import io.watchllm.operations.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic once: every record from the beginning to the end of the topic at the start of reading. */
public record TopicReader(Consumer<byte @Nullable [], byte @Nullable []> consumer) {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Passes each record to {@code visitor}, in order within a partition, until it returns false. */
    public void read(String topic, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        read(ends(topic), visitor);
    }

    /**
     * The same for several topics, from where an earlier call of this method ended; the first one reads from the
     * beginning. Missing topics are left out.
     *
     * @throws IllegalStateException when all of them are missing
     */
    public void readNew(List<String> topics, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var found = topics.stream().filter(this::exists).toList();
        var ends = consumer.endOffsets((found.isEmpty() ? topics : found)
                .stream().flatMap(topic -> partitions(topic).stream()).toList());
        if (!consumer.assignment().equals(ends.keySet())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
        }
        readOn(ends, visitor);
    }

    /** The same, from the first record that was appended at a time or later. */
    public void readSince(
            String topic, Instant from, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var ends = ends(topic);
        consumer.assign(ends.keySet());
        seek(from, ends);
        readOn(ends, visitor);
    }

    /**
     * Passes each record that is appended to the topic, from a time on, to {@code visitor} until it returns false.
     *
     * @param from where to begin; null for records appended from now on
     */
    public void follow(
            String topic,
            @Nullable Instant from,
            Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var ends = ends(topic);
        consumer.assign(ends.keySet());
        if (from == null) {
            ends.forEach(consumer::seek);
        } else {
            seek(from, ends);
        }
        while (!Thread.currentThread().isInterrupted()) {
            for (var record : consumer.poll(POLL)) {
                if (!visitor.test(record)) {
                    return;
                }
            }
        }
    }

    private void seek(Instant from, Map<TopicPartition, Long> ends) {
        var times = new HashMap<TopicPartition, Long>();
        ends.keySet().forEach(partition -> times.put(partition, from.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            var end = ends.getOrDefault(partition, 0L);
            consumer.seek(partition, found == null ? end : found.offset());
        });
    }

    /** The current end of the topic for read_committed readers. */
    public Map<TopicPartition, Long> ends(String topic) {
        return consumer.endOffsets(partitions(topic));
    }

    /**
     * The same, up to given ends.
     *
     * @throws OperationException when no more records arrive before an end is reached
     */
    public void read(
            Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        readOn(ends, visitor);
    }

    /**
     * The same, from the current positions of the assigned partitions.
     *
     * @throws OperationException when no more records arrive before an end is reached
     */
    public void readOn(
            Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var silentSince = System.nanoTime();
        for (var left = left(ends); left > 0; ) {
            for (var record : consumer.poll(POLL)) {
                var end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && !visitor.test(record)) {
                    return;
                }
            }
            var before = left;
            left = left(ends);
            if (left < before) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > KafkaConnection.TIMEOUT.toNanos()) {
                throw new OperationException("Kafka gave no more of " + ends.keySet() + " for "
                        + KafkaConnection.TIMEOUT.toSeconds()
                        + " s, though there is more; a transaction that somebody left open ends after a minute");
            }
        }
    }

    /** Number of offsets before the ends; transaction markers and aborted records are passed without being read. */
    private long left(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private boolean exists(String topic) {
        var found = consumer.partitionsFor(topic);
        return found != null && !found.isEmpty();
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
