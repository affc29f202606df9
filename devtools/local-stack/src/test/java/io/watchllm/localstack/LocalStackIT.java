package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
    private static final Duration DEFINITELY_TOO_SLOW = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static LocalStack stack;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(folder);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        stack.close();
    }

    @Test
    void shouldKeepRecordsWhenKafkaIsKilled() throws Exception {
        createTopic("letters");
        send("letters", "before");

        stack.kafka().kill();
        stack.kafka().restart();
        send("letters", "after");

        assertThat(read("letters", 2, "classic")).containsExactly("before", "after");
        assertThat(read("letters", 2, "consumer")).containsExactly("before", "after");
    }

    @Test
    void shouldKeepSchemasAndCompatibilityWhenTheRegistryIsKilled() throws Exception {
        var schema = "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[]}\"}";
        var registered = registry("POST", "/subjects/letters-value/versions", schema);

        stack.schemaRegistry().kill();
        stack.schemaRegistry().restart();

        assertThat(registered).contains("\"id\"");
        assertThat(registry("POST", "/subjects/letters-value/versions", schema)).isEqualTo(registered);
        assertThat(registry("GET", "/config", "")).contains("BACKWARD_TRANSITIVE");
    }

    @Test
    void shouldKeepRowsWhenClickHouseIsKilled() throws Exception {
        query("CREATE TABLE letters (line String) ENGINE = MergeTree ORDER BY line");
        query("INSERT INTO letters VALUES ('kept')");
        var pid = stack.clickHouse().pid();

        stack.clickHouse().kill();
        stack.clickHouse().restart();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(query("SELECT line FROM letters")).isEqualTo("kept\n");
    }

    @Test
    void shouldTellItsAddressesAsVariables() {
        assertThat(stack.environment())
                .containsEntry("WATCHLLM_KAFKA_BOOTSTRAP", stack.kafka().bootstrap())
                .containsEntry(
                        "WATCHLLM_SCHEMA_REGISTRY_URL", stack.schemaRegistry().url())
                .containsEntry("WATCHLLM_CLICKHOUSE_URL", stack.clickHouse().httpUrl())
                .containsEntry("WATCHLLM_CLICKHOUSE_USER", "default")
                .containsEntry("WATCHLLM_CLICKHOUSE_DATABASE", "watchllm");
    }

    @Test
    void shouldLeaveNothingBehindWhenTheParentIsKilled(@TempDir Path notes) throws Exception {
        var written = notes.resolve("engines");
        var parent = parent(written, notes.resolve("parent.log"));
        await().atMost(DEFINITELY_TOO_SLOW).until(() -> Files.exists(written) || !parent.isAlive());
        var engines = Files.readAllLines(written).stream()
                .map(line -> line.split(" ", 2))
                .toList();
        assertThat(engines).hasSize(3).allMatch(engine -> handle(engine[0]).isPresent());

        parent.destroyForcibly();

        await().atMost(DEFINITELY_TOO_SLOW)
                .untilAsserted(() -> assertThat(engines)
                        .allMatch(engine -> handle(engine[0]).isEmpty())
                        .allMatch(engine -> Files.notExists(Path.of(engine[1]))));
    }

    private static Process parent(Path written, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        JavaCommand.ownClassPath(),
                        StackParent.class.getName(),
                        written.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static Optional<ProcessHandle> handle(String pid) {
        return ProcessHandle.of(Long.parseLong(pid));
    }

    private static void createTopic(String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void send(String topic, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.kafka().bootstrap());
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(String topic, int count, String protocol) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                stack.kafka().bootstrap(),
                "group.id",
                "readers-" + protocol,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var values = new ArrayList<String>();
            await().atMost(DEFINITELY_TOO_SLOW).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }

    private static String registry(String method, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(stack.schemaRegistry().url() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String query(String sql) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(stack.clickHouse().httpUrl()))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build());
    }

    private static String send(HttpRequest request) throws Exception {
        var response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
