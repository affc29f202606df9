package io.watchllm.bench.stack;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.bench.rows.Profile;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic full of rows: compressed as the processor's row topics are (LZ4 in the producer's default batches of 16 KiB),
 * ten rows in a row to the same partition, as runs are.
 *
 * @param name the topic
 * @param partitions how many it has
 * @param rows how many rows are in it
 * @param bytes size of their values
 */
public record RowTopic(String name, int partitions, long rows, long bytes) {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int RUN_ROWS = 10;
    private static final int SCHEMAS_MAX = 10;

    /**
     * Creates the topic, registers the schema, sends the rows and waits until the broker has them.
     *
     * @param rows 1 or more
     */
    public static RowTopic fill(KafkaSettings kafka, Profile profile, int partitions, long rows) {
        var topic = new Topic(
                "watchllm.bench-" + profile.name().toLowerCase(Locale.ROOT),
                "run",
                partitions,
                Topics.EVENT_ROWS.storage(),
                profile.schema());
        var schemaId = setUp(kafka, topic);
        var source = profile.rows();
        var bytes = 0L;
        try (var producer = new BulkProducer(kafka)) {
            for (var number = 0L; number < rows; number++) {
                var row = source.row(schemaId, number);
                bytes += row.length;
                var partition = (int) (number / RUN_ROWS % partitions);
                producer.send(new ProducerRecord<>(topic.name(), partition, null, row));
            }
        }
        return new RowTopic(topic.name(), partitions, rows, bytes);
    }

    private static int setUp(KafkaSettings kafka, Topic topic) {
        var url = kafka.registryUrl().toString();
        try (var admin = Admin.create(kafka.forClients());
                var registry = new CachedSchemaRegistryClient(List.of(url), SCHEMAS_MAX, kafka.forRegistry())) {
            new TopicSetup(admin, ANSWER).ensure(List.of(topic, Topics.DEAD_LETTERS));
            var ids = new Registration(registry, url).register(List.of(topic));
            return Objects.requireNonNull(ids.get(topic.subject()), topic.subject());
        } catch (IOException failure) {
            throw new UncheckedIOException("the Schema Registry client did not close", failure);
        }
    }
}
