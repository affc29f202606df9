package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.events.Event;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.Health;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.TopicSetupException;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processor on a real broker and a real registry, killed and starved. */
@Timeout(ProcessorIT.FAR_TOO_SLOW_SECONDS)
class ProcessorIT {

    static final int FAR_TOO_SLOW_SECONDS = 240;
    private static final Duration FAR_TOO_SLOW = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);

    /** A killed processor's partitions and its open transaction are free after this, and not after three times that. */
    private static final String SOON_FREE = """
            consumer.session.timeout.ms=3000
            consumer.heartbeat.interval.ms=500
            producer.transaction.timeout.ms=3000
            """;

    private static LocalKafka kafka;
    private static LocalSchemaRegistry registry;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startEngines() {
        var registryStart = CompletableFuture.supplyAsync(LocalSchemaRegistry::start);
        kafka = LocalKafka.start();
        registry = registryStart.join();
    }

    @AfterAll
    static void stopEngines() {
        registry.close();
        kafka.close();
    }

    /** The next test begins without topics; its group is another one. */
    @AfterEach
    void deleteTopics() throws Exception {
        try (var admin = admin()) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            Awaitility.await()
                    .atMost(FAR_TOO_SLOW)
                    .until(() -> admin.listTopics().names().get().isEmpty());
        }
    }

    @Test
    void shouldSayWhatIsMissingAndThenRunAndStopCleanly() throws Exception {
        try (var service = service("30s")) {
            assertThatThrownBy(service::start)
                    .isInstanceOf(TopicSetupException.class)
                    .hasMessage(
                            "Missing on %s: watchllm.agent-step-rows, watchllm.alert-panes, watchllm.alert-rules, watchllm.alert-wake-ups, watchllm.alerts, watchllm.dead-letters, watchllm.event-rows, watchllm.events, watchllm.model-prices, watchllm.tool-call-rows. Run: watchllm topics create",
                            kafka.bootstrap());
        }
        int schemaId = createTopics();
        send(schemaId, IntStream.range(0, 100).mapToObj(ProcessorIT::event).toList());

        var service = service("30s");
        service.start();
        Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> eventRows().size() == 100);
        assertThat(service.health().ready()).isEqualTo(Health.Status.UP);
        service.close();

        assertThat(service.await()).isEqualTo(new ExitReason.Stopped());
        assertThat(service.health().live().up()).isFalse();
    }

    @Test
    void shouldSayAtTheStartWhichTopicsTakeTooSmallRecords() throws Exception {
        createTopics();
        try (var admin = admin();
                var service = service("30s")) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENT_ROWS.name());
            var smaller = new AlterConfigOp(new ConfigEntry("max.message.bytes", "1048588"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(smaller)))
                    .all()
                    .get();

            assertThatThrownBy(service::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "Topics take smaller records than the processor may write, and it would end at the first large one. watchllm.event-rows: max.message.bytes is 1048588, expected 8388608 or more: kafka-configs.sh --alter --entity-type topics --entity-name watchllm.event-rows --add-config max.message.bytes=8388608.");
        }
    }

    @Test
    void shouldWriteEachRowOnceWhenKilledInTheMiddle() throws Exception {
        int schemaId = createTopics();
        int count = 30_000;
        send(schemaId, IntStream.range(0, count).mapToObj(ProcessorIT::event).toList());
        sendRaw(new byte[] {1, 2, 3});

        var first = ProcessorProcess.start(variables("30s"), folder.resolve("first.log"));
        Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> committed(Topics.EVENT_ROWS) > count / 10);
        first.destroyForcibly().waitFor();
        long atKill = committed(Topics.EVENT_ROWS);
        var second = ProcessorProcess.start(variables("30s"), folder.resolve("second.log"));
        try {
            Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> eventRows().size() >= count);

            assertThat(atKill)
                    .as("rows when it was killed: it was in the middle")
                    .isLessThan(count);
            assertThat(eventRows().stream().map(EventRow::getEventId))
                    .hasSize(count)
                    .doesNotHaveDuplicates();
            assertThat(read(Topics.TOOL_CALL_ROWS)).hasSize(count);
            assertThat(read(Topics.DEAD_LETTERS)).hasSize(1);
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    @Test
    void shouldEndWithTheReasonAndLoseNothingWhenTheRegistryIsAway() throws Exception {
        int schemaId = createTopics();
        var starved = service("1s");
        starved.start();
        registry.kill();
        send(schemaId, List.of(event(1)));

        var reason = starved.await();

        assertThat(reason)
                .isInstanceOfSatisfying(
                        ExitReason.Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith(
                                        "The Schema Registry at " + registry.url() + " did not give schema " + schemaId)
                                .endsWith("nothing is lost, start again when it is back."));
        starved.close();
        registry.restart();
        try (var service = service("30s")) {
            service.start();
            Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> eventRows().size() == 1);
        }
        assertThat(read(Topics.DEAD_LETTERS)).isEmpty();
    }

    private ProcessorService service(String registryRetry) throws IOException {
        return new ProcessorService(
                ProcessorSettings.from(new Environment(variables(registryRetry))), new SimpleMeterRegistry());
    }

    private Map<String, String> variables(String registryRetry) throws IOException {
        var config = Files.writeString(folder.resolve("kafka.properties"), SOON_FREE);
        return Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                "WATCHLLM_KAFKA_CONFIG", config.toString(),
                "WATCHLLM_SCHEMA_REGISTRY_URL", registry.url(),
                "WATCHLLM_PROCESSOR_APPLICATION_ID", folder.getFileName().toString(),
                "WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString(),
                // The events are all alike, and would be loops.
                "WATCHLLM_PROCESSOR_ALERT_RULES", "none",
                "WATCHLLM_PROCESSOR_REGISTRY_RETRY", registryRetry);
    }

    private int createTopics() throws Exception {
        try (var admin = admin();
                var client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            new TopicSetup(admin, FAR_TOO_SLOW).ensure(Topics.ALL);
            return new Registration(client, registry.url())
                    .register(Topics.ALL)
                    .getOrDefault(Topics.EVENTS.subject(), -1);
        }
    }

    private static Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()));
    }

    private static Event event(int number) {
        return Samples.envelope()
                .setEventId("event-" + number)
                .setRunId("run-" + number % 50)
                .setTimestamp(Instant.now())
                .setPayload(Samples.toolCall())
                .build();
    }

    private void send(int schemaId, List<Event> events) {
        try (var producer = producer()) {
            for (var event : events) {
                var _ = producer.send(new ProducerRecord<>(
                        Topics.EVENTS.name(), EventKey.of(event).getBytes(UTF_8), WireFormat.encode(schemaId, event)));
            }
        }
    }

    private void sendRaw(byte[] value) {
        try (var producer = producer()) {
            var _ = producer.send(new ProducerRecord<>(Topics.EVENTS.name(), value));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        // A new partition may refuse the first batch for a moment; were the second one taken meanwhile, the first would
        // be out of its sequence for good.
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrap(), "max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private List<EventRow> eventRows() {
        var reader = new AvroReader<>(EventRow.class);
        return read(Topics.EVENT_ROWS).stream()
                .map(value -> reader.read(value, EventRow.getClassSchema()))
                .toList();
    }

    private long committed(Topic topic) {
        try (var consumer = consumer()) {
            var ends = consumer.endOffsets(partitions(topic));
            return ends.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** All that a read_committed reader sees up to the last stable offset. */
    private List<byte[]> read(Topic topic) {
        try (var consumer = consumer()) {
            var partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            var values = new ArrayList<byte[]>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static List<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
