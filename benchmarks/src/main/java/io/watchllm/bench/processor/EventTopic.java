package io.watchllm.bench.processor;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.bench.rows.CallEvents;
import io.watchllm.bench.stack.BulkProducer;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.service.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code watchllm.events} full of small events, keyed and compressed as the publisher does, and the topics behind it.
 *
 * @param events how many events are in it
 * @param bytes size of their values
 */
record EventTopic(long events, long bytes) {
    /** Where the floor copies to. */
    static final Topic COPY =
            new Topic("watchllm.bench-copy", "as in watchllm.events", 2, Topics.EVENT_ROWS.storage(), null);

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int SCHEMAS_MAX = 10;

    static EventTopic fill(KafkaSettings kafka, long events) {
        var schemaId = setUp(kafka);
        var source = CallEvents.small();
        var now = Instant.now();
        var bytes = 0L;
        try (var producer = new BulkProducer(kafka)) {
            for (var number = 0L; number < events; number++) {
                var event = source.event(number, now);
                var value = WireFormat.encode(schemaId, event);
                bytes += value.length;
                var key = EventKey.of(event).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(Topics.EVENTS.name(), key, value));
            }
        }
        return new EventTopic(events, bytes);
    }

    private static int setUp(KafkaSettings kafka) {
        var url = kafka.registryUrl().toString();
        var topics = new ArrayList<>(Topics.ALL);
        topics.add(COPY);
        try (var admin = Admin.create(kafka.forClients());
                var registry = new CachedSchemaRegistryClient(List.of(url), SCHEMAS_MAX, kafka.forRegistry())) {
            new TopicSetup(admin, ANSWER).ensure(topics);
            var ids = new Registration(registry, url).register(Topics.ALL);
            return Objects.requireNonNull(ids.get(Topics.EVENTS.subject()), Topics.EVENTS.subject());
        } catch (IOException failure) {
            throw new UncheckedIOException("the Schema Registry client did not close", failure);
        }
    }
}
