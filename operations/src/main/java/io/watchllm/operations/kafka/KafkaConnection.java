package io.watchllm.operations.kafka;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Creates the clients of commands, all from the same settings. */
public record KafkaConnection(KafkaSettings settings) {
    /** How long a command waits for an answer of the cluster. */
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int SCHEMAS_CACHED_MAX = 100;
    private static final int RECORD_OVERHEAD_BYTES_MAX = 1 << 20;

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

    /** What a client of the registry finds; the client is closed afterwards. */
    public <T> T withRegistry(Function<SchemaRegistryClient, T> use) {
        try (var registry = registry()) {
            return use.apply(registry);
        } catch (IOException failure) {
            throw new UncheckedIOException("the Schema Registry client did not close", failure);
        }
    }

    /** Id of the current schema of a topic. */
    public int schemaId(Topic topic) {
        return withRegistry(registry -> Objects.requireNonNull(
                new Registration(registry, settings.registryUrl().toString())
                        .lookUp(List.of(topic))
                        .get(topic.subject())));
    }

    /**
     * Result of a set-up.
     *
     * @param topics outcome for each topic
     * @param unsupported settings that this Kafka does not know
     * @param compatibility subjects whose compatibility rule was changed to ours
     */
    public record SetUp(
            List<TopicSetup.Outcome> topics,
            List<TopicSetup.Differs> unsupported,
            List<Registration.Change> compatibility) {}

    /** Creates missing topics and registers the schemas of all. */
    public SetUp setUp(List<Topic> topics) {
        return withRegistry(registry -> {
            try (var admin = admin()) {
                var setup = new TopicSetup(admin, TIMEOUT);
                var outcomes = setup.ensure(topics);
                var registration =
                        new Registration(registry, settings.registryUrl().toString());
                registration.register(topics);
                return new SetUp(outcomes, setup.unsupported(), registration.changes());
            }
        });
    }

    /**
     * Checks that Kafka and the registry are reachable, before anything is sent.
     *
     * @throws IllegalStateException when one does not answer, or when the topic of events is missing; the message says
     *     what to do
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

    /** A producer of raw records, acknowledged by all replicas. A record without a value deletes its key. */
    public Producer<byte @Nullable [], byte @Nullable []> producer() {
        var all = settings.forClients();
        all.put("acks", "all");
        all.put("enable.idempotence", true);
        all.put("max.request.size", Topics.DERIVED_BYTES_MAX);
        return producer(all);
    }

    /**
     * A transactional producer of raw records, acknowledged by all replicas. Another producer with the same id fences
     * this one: each of its calls fails from then on.
     */
    public Producer<byte @Nullable [], byte @Nullable []> transactionalProducer(String transactionalId) {
        var all = settings.forClients();
        all.put("acks", "all");
        all.put("transactional.id", transactionalId);
        all.put("max.block.ms", TIMEOUT.toMillis());
        all.put("max.request.size", Topics.DERIVED_BYTES_MAX + RECORD_OVERHEAD_BYTES_MAX);
        return producer(all);
    }

    private static Producer<byte @Nullable [], byte @Nullable []> producer(Map<String, Object> all) {
        return new KafkaProducer<byte @Nullable [], byte @Nullable []>(
                all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * The current ends of the topic's partitions, including uncommitted records. A read_committed reader that reaches
     * them has waited for every transaction that was open.
     *
     * @throws IllegalStateException when Kafka does not answer, or has no such topic
     */
    public Map<TopicPartition, Long> ends(String topic) {
        try (var admin = admin()) {
            var state = new KafkaState(admin);
            return state.offsets(state.topic(topic).partitions(), OffsetSpec.latest());
        }
    }

    /** A consumer of raw records without a group that sees only committed records. */
    public Consumer<byte @Nullable [], byte @Nullable []> consumer() {
        return consumer(Map.of());
    }

    /**
     * The same, but it decodes one record at a time and knows the name of a group, so that its group metadata can be
     * used to commit for the group in a transaction. It does not join.
     */
    public Consumer<byte @Nullable [], byte @Nullable []> consumerBeside(String group) {
        return consumer(Map.of("group.id", group, "max.poll.records", 1));
    }

    /** The same with further settings of the consumer. */
    public Consumer<byte @Nullable [], byte @Nullable []> consumer(Map<String, Object> more) {
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
        all.putAll(more);
        return new KafkaConsumer<byte @Nullable [], byte @Nullable []>(
                all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
