package io.watchllm.sink;

import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.localstack.LocalStack;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Real engines with topics, schemas and tables, and short ways to put records in and look at rows. */
public final class SinkStack {
    /** Whatever a test waits for takes far less, even on a busy machine. */
    public static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** More than one, so that what holds of a partition is tested beside another. */
    static final int ROW_PARTITIONS = 2;

    private final LocalStack stack;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> schemaIds;
    private final List<SinkService> sinks = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    private SinkStack(LocalStack stack) {
        this.stack = stack;
        try (var admin = admin()) {
            createTopics(admin);
        }
        var url = stack.schemaRegistry().url();
        try (var registry = new CachedSchemaRegistryClient(
                List.of(url), 100, List.of(new AvroSchemaProvider()), Map.of(), Map.of())) {
            schemaIds = new Registration(registry, url).register(Topics.ALL);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        new SchemaTool(clickHouseSettings(), SchemaSettings.DEFAULT).create(report -> {});
        producer = producer();
    }

    /**
     * The one stack of this module, with no record, no group and no row of the class that had it before, which has to
     * leave the engines running. Nobody closes it: they end with this JVM.
     */
    public static SinkStack shared() {
        Shared.INSTANCE.renew();
        return Shared.INSTANCE;
    }

    private void renew() {
        // Those of a test that failed may still be there.
        sinks.forEach(SinkService::close);
        sinks.clear();
        try (var admin = admin()) {
            await().atMost(DEADLINE)
                    .ignoreExceptionsMatching(closing -> closing.getCause() instanceof GroupNotEmptyException)
                    .until(() -> {
                        var groups = admin.listGroups().all().get().stream()
                                .map(GroupListing::groupId)
                                .toList();
                        admin.deleteConsumerGroups(groups).all().get();
                        return true;
                    });
            var topics = Topics.ALL.stream().map(Topic::name).toList();
            admin.deleteTopics(topics).all().get();
            await().atMost(DEADLINE)
                    .until(() -> Collections.disjoint(admin.listTopics().names().get(), topics));
            createTopics(admin);
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
        query("DROP DATABASE " + LocalStack.DATABASE + " SYNC");
        new SchemaTool(clickHouseSettings(), SchemaSettings.DEFAULT).create(report -> {});
        // The one before counts the records of topics that are gone.
        producer.close();
        producer = producer();
    }

    private static void createTopics(Admin admin) {
        var setup = new TopicSetup(admin, ANSWER);
        // Before the rest: what is there with more partitions than the catalogue says is left as it is.
        for (var rows : List.of(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS)) {
            setup.ensure(List.of(rows.withPartitions(ROW_PARTITIONS)));
        }
        setup.ensure(Topics.ALL);
    }

    /** A client of Kafka's own tools. */
    public Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap()));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        // A new partition may refuse the first batch for a moment; were the second one taken meanwhile, the first would
        // be out of its sequence for good.
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap(), "max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public LocalStack engines() {
        return stack;
    }

    public String bootstrap() {
        return stack.kafka().bootstrap();
    }

    public ClickHouseSettings clickHouseSettings() {
        return ClickHouseSettings.from(new Environment(stack.environment()));
    }

    /** Settings of a sink on this stack, with some said otherwise: name, value, name, value, and so on. */
    public SinkSettings settings(String... more) {
        Map<String, String> variables = new HashMap<>(stack.environment());
        for (var i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return SinkSettings.from(new Environment(variables));
    }

    /** A sink that has started. */
    public SinkService start(SinkSettings settings) {
        return start(settings, new SimpleMeterRegistry());
    }

    /** A sink that has started, with its metrics in this registry. */
    public SinkService start(SinkSettings settings, MeterRegistry metrics) {
        return start(new SinkService(settings, metrics));
    }

    SinkService start(SinkService service) {
        sinks.add(service);
        service.start();
        return service;
    }

    public int schemaId(String topic) {
        return Objects.requireNonNull(schemaIds.get(topic + "-value"), topic);
    }

    /** Sends values, spread over the partitions of the topic, and waits until they are there. */
    public void send(String topic, List<byte[]> values) {
        var partitions = producer.partitionsFor(topic).size();
        var sent = new ArrayList<Future<?>>();
        for (var i = 0; i < values.size(); i++) {
            sent.add(producer.send(new ProducerRecord<>(topic, i % partitions, null, values.get(i))));
        }
        producer.flush();
        for (var each : sent) {
            try {
                each.get();
            } catch (ExecutionException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** All records of a topic. */
    public List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> read(String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<byte @Nullable [], byte @Nullable []>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** The answer of ClickHouse as text, without the last line feed. */
    public String query(String sql) {
        return new String(queryBytes(sql), StandardCharsets.UTF_8).stripTrailing();
    }

    public byte[] queryBytes(String sql) {
        var request = HttpRequest.newBuilder(URI.create(stack.clickHouse().httpUrl()))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .timeout(ANSWER)
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Rows of a table, and how many different records they come from. */
    public String counts(String table) {
        return query("SELECT count(), uniqExact(source_partition, source_offset) FROM watchllm." + table);
    }

    /**
     * A table like {@code events}, with its own group on the same topic and with two chained views: NAME_first counts
     * by project, NAME_second counts in all, as column {@code n}.
     */
    public SinkTable chain(String name, String partitionBy) {
        var window = " SETTINGS non_replicated_deduplication_window = 10000";
        query("CREATE TABLE watchllm." + name + " AS watchllm.events ENGINE = MergeTree PARTITION BY " + partitionBy
                + " PRIMARY KEY project_id ORDER BY (project_id, timestamp)" + window);
        query("CREATE TABLE watchllm." + name + "_first (project_id String, n UInt64) ENGINE = SummingMergeTree"
                + " ORDER BY project_id" + window);
        query("CREATE TABLE watchllm." + name + "_second (n UInt64) ENGINE = SummingMergeTree ORDER BY tuple()"
                + window);
        query("CREATE MATERIALIZED VIEW watchllm." + name + "_to_first TO watchllm." + name
                + "_first AS SELECT project_id, count() AS n FROM watchllm." + name + " GROUP BY project_id");
        query("CREATE MATERIALIZED VIEW watchllm." + name + "_to_second TO watchllm." + name
                + "_second AS SELECT sum(n) AS n FROM watchllm." + name + "_first");
        return SinkTable.of(name, Topics.EVENT_ROWS.name());
    }

    /** A member of the group that falls silent loses its partitions within seconds. */
    public void shortSessions(String group) {
        var session = new ConfigEntry("consumer.session.timeout.ms", "2000");
        try (var admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(session, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Rows of a chain's table, the records they come from, and the counts of both rollups. */
    public String chainCounts(SinkTable table) {
        var name = "watchllm." + table.table();
        return query("SELECT count(), uniqExact(source_partition, source_offset), (SELECT sum(n) FROM " + name
                + "_first), (SELECT sum(n) FROM " + name + "_second) FROM " + name);
    }

    /** Started by the first class that needs it. */
    private static final class Shared {
        static final SinkStack INSTANCE = new SinkStack(LocalStack.start());
    }
}
