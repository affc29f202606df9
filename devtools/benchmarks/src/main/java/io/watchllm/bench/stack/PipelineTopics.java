package io.watchllm.bench.stack;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;

/**
 * The pipeline's topics, created, with their schemas registered.
 *
 * @param ids of the schemas, by subject
 */
public record PipelineTopics(Map<String, Integer> ids) {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int SCHEMAS_MAX = 100;

    /** Creates what is missing. */
    public static PipelineTopics create(KafkaSettings kafka, Topic... others) {
        var url = kafka.registryUrl().toString();
        var topics = new ArrayList<>(Topics.ALL);
        topics.addAll(List.of(others));
        try (var admin = Admin.create(kafka.forClients());
                var registry = new CachedSchemaRegistryClient(List.of(url), SCHEMAS_MAX, kafka.forRegistry())) {
            new TopicSetup(admin, ANSWER).ensure(topics);
            return new PipelineTopics(new Registration(registry, url).register(Topics.ALL));
        } catch (IOException failure) {
            throw new UncheckedIOException("the Schema Registry client did not close", failure);
        }
    }

    /** The id of the schema of a topic's values. */
    public int schemaId(Topic topic) {
        return Objects.requireNonNull(ids.get(topic.subject()), topic.subject());
    }
}
