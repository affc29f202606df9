package io.watchllm.chaos.stage;

import io.watchllm.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead letters. */
final class DeadLetterTopic {
    private DeadLetterTopic() {}

    /** The keys of the dead letters about records of a topic, each once, however often it was written. */
    static Set<String> keys(String bootstrap, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed", "client.id", "chaos-letters");
        var keys = new HashSet<String>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var deadLetters = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
            consumer.assign(List.of(deadLetters));
            consumer.seekToBeginning(List.of(deadLetters));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(deadLetters)).get(deadLetters));
            while (consumer.position(deadLetters) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
            }
        }
        keys.removeIf(key -> !key.startsWith(topic + "/"));
        return keys;
    }
}
