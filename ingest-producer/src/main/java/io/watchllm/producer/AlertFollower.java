package io.watchllm.producer;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Follows the alerts topic; resumes where it was when given another consumer. Not thread-safe. */
final class AlertFollower {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
    /** The registry's error code for an unknown id. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final BudgetWatchBuilder.Choices choices;
    private final Clock clock;
    private final Deserializer<Alert> deserializer;
    private final Listener listener;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private Instant probedAt = Instant.MIN;

    /** Receives alerts and status. */
    interface Listener {
        void alert(Alert alert);

        void unreadable();

        /** Kafka answered; {@code complete} when everything available had been read. */
        void contact(Instant time, boolean complete);
    }

    AlertFollower(
            BudgetWatchBuilder.Choices choices, Clock clock, Deserializer<Alert> deserializer, Listener listener) {
        this.choices = choices;
        this.clock = clock;
        this.deserializer = deserializer;
        this.listener = listener;
    }

    /** @throws RuntimeException when Kafka or the registry fails; may be called again with another consumer */
    void follow(Consumer<byte[], byte[]> consumer, BooleanSupplier stopped) {
        begin(consumer);
        probedAt = Instant.MIN;
        while (!stopped.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            probe(consumer);
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(choices.topic(), ANSWER)
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        if (partitions.isEmpty()) {
            throw new IllegalStateException("topic " + choices.topic() + " does not exist");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        long from = clock.instant().minus(choices.lookBack()).toEpochMilli();
        partitions.stream().filter(each -> !next.containsKey(each)).forEach(each -> times.put(each, from));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, ANSWER);
        Map<TopicPartition, Long> ends = consumer.endOffsets(times.keySet(), ANSWER);
        for (TopicPartition each : times.keySet()) {
            OffsetAndTimestamp first = found.get(each);
            next.put(each, first == null ? ends.getOrDefault(each, 0L) : (Long) first.offset());
        }
        partitions.forEach(each -> consumer.seek(each, next.getOrDefault(each, 0L)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Alert alert = deserializer.deserialize(record.topic(), record.value());
            if (alert == null) {
                listener.unreadable();
            } else {
                listener.alert(alert);
            }
        } catch (RuntimeException problem) {
            if (mayPass(problem)) {
                throw problem;
            }
            listener.unreadable();
        }
    }

    /** Whether the registry failed, so that the same record can be read later. */
    private static boolean mayPass(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof RestClientException) {
                return ((RestClientException) each).getErrorCode() != SCHEMA_NOT_FOUND;
            }
            if (each instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Checks whether Kafka answers: a consumer that gets no records does not say whether there are none. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        Instant now = clock.instant();
        if (now.isBefore(probedAt.plus(PROBE_INTERVAL))) {
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
        probedAt = now;
        boolean complete = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        listener.contact(now, complete);
    }
}
