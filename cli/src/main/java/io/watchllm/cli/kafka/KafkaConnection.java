package io.watchllm.cli.kafka;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.producer.EventPublisher;
import io.watchllm.producer.WhenFull;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import io.watchllm.service.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes the clients that commands need, all from the same settings. */
public record KafkaConnection(KafkaSettings settings) {
    /** How long a command waits for an answer of the cluster before it says that there is none. */
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Duration ROOM_WAIT_MAX = Duration.ofMinutes(2);
    private static final int SCHEMAS_CACHED_MAX = 100;

    public Admin admin() {
        var all = settings.forClients();
        all.put("default.api.timeout.ms", (int) TIMEOUT.toMillis());
        all.put("request.timeout.ms", (int) TIMEOUT.toMillis() / 2);
        return Admin.create(all);
    }

    public SchemaRegistryClient registry() {
        return new CachedSchemaRegistryClient(
                List.of(settings.registryUrl().toString()), SCHEMAS_CACHED_MAX, settings.forRegistry());
    }

    /** Creates the topics that are missing and registers the schemas of all. */
    public List<TopicSetup.Outcome> setUp(List<Topic> topics) {
        try (var admin = admin();
                var registry = registry()) {
            var outcomes = new TopicSetup(admin, TIMEOUT).ensure(topics);
            new Registration(registry, settings.registryUrl().toString()).register(topics);
            return outcomes;
        } catch (IOException e) {
            throw new UncheckedIOException("the Schema Registry client did not close", e);
        }
    }

    /**
     * Asks Kafka and the registry once whether they are there, before anything is sent.
     *
     * @throws IllegalStateException when one does not answer, or when the topic of events is missing; says what to do
     */
    public void requireReachable() {
        try (var admin = admin();
                var registry = registry()) {
            admin.describeTopics(List.of(Topics.EVENTS.name(), Topics.DEAD_LETTERS.name()))
                    .allTopicNames()
                    .get();
            registry.getAllSubjects();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof UnknownTopicOrPartitionException
                    ? new IllegalStateException(
                            "the topics are missing on " + settings.bootstrap() + ". Run: watchllm topics create")
                    : new IllegalStateException(
                            "Kafka at " + settings.bootstrap()
                                    + " does not answer. Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right",
                            failure.getCause());
        } catch (IOException | RestClientException failure) {
            throw new IllegalStateException(
                    "the Schema Registry at " + settings.registryUrl()
                            + " does not answer. Check that it runs and that WATCHLLM_SCHEMA_REGISTRY_URL is right",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", interrupted);
        }
    }

    /** A publisher that waits for room rather than refuse: files are read as fast as Kafka takes them. */
    public EventPublisher publisher() {
        return EventPublisher.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .whenFull(WhenFull.waitUpTo(ROOM_WAIT_MAX))
                .build();
    }

    /** A producer of raw records, acknowledged by all replicas. */
    public Producer<byte[], byte[]> producer() {
        var all = settings.forClients();
        all.put("acks", "all");
        all.put("enable.idempotence", true);
        all.put("max.request.size", Topics.DERIVED_BYTES_MAX);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer of raw records that belongs to no group and sees only what was committed. */
    public Consumer<byte @Nullable [], byte @Nullable []> consumer() {
        var all = settings.forClients();
        all.putAll(Map.of(
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "default.api.timeout.ms",
                (int) TIMEOUT.toMillis()));
        return new KafkaConsumer<byte @Nullable [], byte @Nullable []>(
                all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
