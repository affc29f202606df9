package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.localstack.LocalStack;
import io.watchllm.schemas.Topics;
import io.watchllm.service.Environment;
import io.watchllm.service.HttpEndpoint;
import io.watchllm.service.HttpSettings;
import io.watchllm.service.KafkaSettings;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.config.SinkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watchllm sink status} against a real Kafka and a real sink. */
class SinkStatusIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String TOPIC = Topics.AGENT_STEP_ROWS.name();

    private static LocalStack stack;
    private static Path variables;

    private record Run(int exitCode, String out, String err) {}

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        stack = LocalStack.start();
        variables = Files.writeString(
                folder.resolve("some.env"),
                stack.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
        new KafkaConnection(KafkaSettings.from(environment())).setUp(Topics.ALL);
        new SchemaTool(ClickHouseSettings.from(environment()), SchemaSettings.DEFAULT).create(report -> {});
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldShowKafkasSideAlsoWhenNoSinkRuns() {
        var run = run("--tables", "events", "--url", "http://127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "TABLE", "events", "http://127.0.0.1:1 does not answer", "events: no sink has partition 0, 1");
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
            sendInTransaction("not a row".getBytes(StandardCharsets.UTF_8));
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

        var left = run("--tables", "agent_steps", "--url", "http://127.0.0.1:1");
        assertThat(left.out()).contains("agent_steps: no sink has partition 0, 1");
    }

    @Test
    void shouldSayWhatIsWrongWithWhatItWasGiven() {
        assertThat(run("--tables", "nothing").err()).contains("'nothing'", "expected one of events, tool_calls");
        assertThat(run("--url", "ftp://x").err()).contains("--url", "expected an http or https URL");
        var registry = stack.schemaRegistry().url();
        assertThat(run("--tables", "events", "--url", registry).out()).contains("answers, but is no sink (");
    }

    private static void sendInTransaction(byte[] value) {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.kafka().bootstrap(), "transactional.id", "test");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(TOPIC, 0, null, value));
            producer.commitTransaction();
        }
    }

    private static void awaitRun(int exitCode, String says, String... arguments) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            var run = run(arguments);
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
            assertThat(run.out()).contains(says);
        });
    }

    private static Environment environment() {
        return new Environment(stack.environment());
    }

    private static Run run(String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"sink", "status", "--env-file", variables.toString()}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        var exitCode = Watchllm.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
