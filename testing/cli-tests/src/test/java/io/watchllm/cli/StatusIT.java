package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.localstack.LocalStack;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpEndpoint;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.SinkService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sink status}, {@code processor status} and {@code eventCounts}, against real engines, a real processor and
 * sink.
 */
class StatusIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String TOPIC = Topics.AGENT_STEP_ROWS.name();
    private static final String NOWHERE = "http://127.0.0.1:1";

    /** Of four events one comes twice, and one has not happened yet. */
    private static final String EVENTS = """
            {"event_id": "e1", "timestamp": "NOW", CALL}
            {"event_id": "e2", "timestamp": "NOW", CALL}
            {"event_id": "e1", "timestamp": "NOW", CALL}
            {"event_id": "e3", "timestamp": "2200-01-01T00:00:00Z", CALL}
            """;

    private static final String CALL = """
            "project_id": "shop", "run_id": "r", "event_type": "prompt_call", "prompt": "p", "response": "r", "model": "m", \
            "tokens_input": 1, "tokens_output": 1""";

    @TempDir
    private static Path folder;

    private static LocalStack stack;
    private static Path variables;

    @BeforeAll
    static void start() throws IOException {
        stack = LocalStack.start();
        variables = CommandRun.variables(folder, stack.environment());
        new KafkaConnection(KafkaSettings.from(environment())).setUp(Topics.ALL);
        new SchemaTool(ClickHouseSettings.from(environment()), SchemaSettings.DEFAULT).create(report -> {});
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldShowKafkasSideAlsoWhenNoSinkRuns() {
        var run = run("--tables", "events", "--url", NOWHERE);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("TABLE", "events", "http://127.0.0.1:1 does not answer", "events: no sink has partition 0");
    }

    @Test
    void shouldJoinWhatKafkaAndTheSinkSay() throws Exception {
        var settings = SinkSettings.from(environment().with("WATCHLLM_SINK_TABLES", "agent_steps"));
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var sink = new SinkService(settings, metrics);
                var endpoint =
                        HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), sink.health(), metrics, sink.pages())) {
            sink.start();
            var url = "http://127.0.0.1:" + endpoint.port();
            awaitRun(0, "idle", "--tables", "agent_steps", "--url", url);

            // The last thing in the partition is a transaction's marker: no record, so no lag.
            sendInTransaction(TOPIC, "not a row".getBytes(StandardCharsets.UTF_8));
            awaitRun(
                    0,
                    "\"lag_records\":0,\"lag_s\":0.0,\"open\":null",
                    "--tables",
                    "agent_steps",
                    "--url",
                    url,
                    "--json");
            assertThat(run("--tables", "agent_steps", "--url", url, "--json").out())
                    .contains("\"well\":true", "\"committed\":1", "\"end\":2", "\"owner\":\"watchllm-sink-agent_steps");
        }

        var left = run("--tables", "agent_steps", "--url", NOWHERE);
        assertThat(left.out()).contains("agent_steps: no sink has partition 0");
    }

    @Test
    void shouldShowTheProcessorsAndCloseTheBooks() throws Exception {
        var events = Files.writeString(
                folder.resolve("events.ndjson"),
                EVENTS.replace("CALL", CALL).replace("NOW", Instant.now().toString()));
        assertThat(command(List.of("send"), events.toString()).out()).contains("sent 4 events; 0 bad lines");
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var tables = environment().with("WATCHLLM_SINK_TABLES", "events");
        try (var processor = new ProcessorService(ProcessorSettings.from(environment()), registry);
                var sink = new SinkService(SinkSettings.from(tables), new SimpleMeterRegistry());
                var endpoint = HttpEndpoint.start(
                        new HttpSettings("127.0.0.1", 0), processor.health(), registry, processor.pages())) {
            processor.start();
            sink.start();
            var url = "http://127.0.0.1:" + endpoint.port();
            var status = List.of("processor", "status");
            awaitCommand(0, "\"well\":true", status, "--url", url, "--json");
            assertThat(command(status, "--url", url).out()).contains("watchllm-processor: Stable", url + ": ready");
            awaitCommand(
                    0,
                    "\"read\":4,\"rows\":2,\"duplicates\":1,\"refused\":1,\"alerts\":0,\"stored\":2,\"rows_refused\":0,\"missing\":0",
                    List.of("reconcile"),
                    "--acknowledged",
                    "4",
                    "--json");
            assertThat(command(List.of("reconcile"), "--acknowledged", "4").out())
                    .contains("shop", "The counts close.");
            var lacking = command(List.of("reconcile"), "--acknowledged", "1000");
            assertThat(lacking.exitCode()).isEqualTo(1);
            assertThat(lacking.out()).contains("996 acknowledged events were not read by the processor");
        }

        var left = command(List.of("processor", "status"), "--url", NOWHERE);
        assertThat(left.exitCode()).isEqualTo(1);
        assertThat(left.out())
                .contains(
                        "the processor at " + NOWHERE + " is not ready", "no processor has partition 0, 1, 2, 3, 4, 5");
        shouldNameEventsThatWereNeverCounted();
    }

    private static void shouldNameEventsThatWereNeverCounted() {
        // Given: a marker of a transaction, which is no event, behind an event that the processor has jumped over.
        sendInTransaction(Topics.EVENTS.name(), "lost".getBytes(StandardCharsets.UTF_8));
        assertThat(command(List.of("reconcile")).out()).endsWith("The counts close.\n");
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", stack.kafka().bootstrap()))) {
            var partition = new TopicPartition(Topics.EVENTS.name(), 0);
            var end = kafkaEnd(admin, partition);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThatCode(() -> admin.alterConsumerGroupOffsets(
                                            "watchllm-processor", Map.of(partition, new OffsetAndMetadata(end)))
                                    .all()
                                    .get())
                            .doesNotThrowAnyException());
        }

        // When
        var eventCounts = command(List.of("reconcile"), "--count");

        // Then
        assertThat(eventCounts.exitCode()).isEqualTo(1);
        assertThat(eventCounts.out())
                .contains("The counts do not close:\n  1 records of watchllm.events lie before the committed offset")
                .endsWith(" and were never counted, partition 0\n");
    }

    private static long kafkaEnd(Admin admin, TopicPartition partition) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithWhatItWasGiven() {
        assertThat(run("--tables", "nothing").err()).contains("'nothing'", "expected one of events, tool_calls");
        assertThat(run("--url", "ftp://x").err()).contains("--url", "expected an http or https URL");
        var registry = stack.schemaRegistry().url();
        assertThat(run("--tables", "events", "--url", registry).out()).contains("answers, but is no sink (");
    }

    private static void sendInTransaction(String topic, byte[] value) {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.kafka().bootstrap(), "transactional.id", "test");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(topic, 0, null, value));
            producer.commitTransaction();
        }
    }

    private static void awaitRun(int exitCode, String says, String... arguments) {
        awaitCommand(exitCode, says, List.of("sink", "status"), arguments);
    }

    private static void awaitCommand(int exitCode, String says, List<String> command, String... arguments) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            var run = command(command, arguments);
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
            assertThat(run.out()).contains(says);
        });
    }

    private static Environment environment() {
        return new Environment(stack.environment());
    }

    private static CommandRun run(String... options) {
        return command(List.of("sink", "status"), options);
    }

    private static CommandRun command(List<String> command, String... options) {
        return CommandRun.of(command, variables, options);
    }
}
