package io.watchllm.bench.alerts;

import io.watchllm.control.Alert;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topic of alerts as whoever acts on them does, in a thread of its own, and takes down when each is there.
 */
final class AlertReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings kafka;
    private final AlertFirstSeen sightings;
    private final AvroReader<Alert> reader = new AvroReader<>(Alert.class);
    private final CompletableFuture<Void> done;
    private volatile boolean last;

    private AlertReader(KafkaSettings kafka, AlertFirstSeen sightings) {
        this.kafka = kafka;
        this.sightings = sightings;
        done = CompletableFuture.runAsync(
                this::read, task -> Thread.ofPlatform().name("alerts").start(task));
    }

    /** Begins to read. */
    static AlertReader start(KafkaSettings kafka, AlertFirstSeen sightings) {
        return new AlertReader(kafka, sightings);
    }

    /** Tells when it can't go on. */
    void check() {
        if (done.isCompletedExceptionally()) {
            done.join();
        }
    }

    /** Reads to the end of the topic; nobody may write to it any more. */
    void finish() {
        last = true;
        done.join();
    }

    private void read() {
        var config = kafka.forClients();
        config.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.ALERTS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!last || !isAtEnd(consumer)) {
                for (var record : consumer.poll(POLL)) {
                    see(record.value(), System.nanoTime());
                }
            }
        }
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void see(byte[] value, long nanos) {
        // Written by this very program, so by the schema that it has.
        var alert = reader.read(value, Alert.getClassSchema()).getAlert();
        sightings.see(alert.getAlertRuleId(), alert.getAlertTriggerEventId(), nanos);
    }
}
