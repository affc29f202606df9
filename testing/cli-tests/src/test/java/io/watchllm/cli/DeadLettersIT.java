package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.DeadLetter.Origin;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DeadLettersIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String ROWS = Topics.TOOL_CALL_ROWS.name();

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static Path variables;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY);
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        variables = CommandRun.variables(folder, stack.environment());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldReplayEachLetterOnceWhenSeveralReplayAtOnce() throws Exception {
        // Given: 500 dead letters, each written twice, as a sink does that starts again.
        var before = read(ROWS).size();
        try (var producer = kafka.producer()) {
            for (var written = 0; written < 1_000; written++) {
                var offset = written % 500;
                var deadLetter = deadLetter(new FromTopic(ROWS, 0, offset), "concurrent", "value " + offset);
                var _ = producer.send(deadLetter.toRecord());
            }
        }

        // When
        var begin = new CountDownLatch(1);
        var runs = new ArrayList<CompletableFuture<CommandRun>>();
        for (var replayer = 0; replayer < 3; replayer++) {
            runs.add(CompletableFuture.supplyAsync(
                    () -> {
                        awaitLatch(begin);
                        return run("replay", "--reason", "concurrent");
                    },
                    task -> new Thread(task).start()));
        }
        begin.countDown();
        var ends = runs.stream().map(CompletableFuture::join).toList();

        // Then: whoever was not the last is told so, and one more run finds nothing left to do.
        assertThat(ends).allMatch(end -> end.exitCode() == 0 || end.err().contains("takes over"));
        assertThat(run("replay", "--reason", "concurrent").exitCode()).isZero();
        assertThat(run("replay", "--reason", "concurrent").out())
                .isEqualTo("0 replayed, 0 dropped, 0 refused, 500 resolved before\n");
        assertThat(read(ROWS)).hasSize(before + 500);
        assertThat(run("list", "--reason", "concurrent").out()).isEmpty();
    }

    @Test
    void shouldReplayEachLetterOnceWhenKilledInTheMiddle() throws Exception {
        // Given: dead letters for fifty transactions.
        var deadLetters = 10_000;
        var before = kafka.ends(ROWS);
        try (var producer = kafka.producer()) {
            for (var offset = 0; offset < deadLetters; offset++) {
                var deadLetter = deadLetter(new FromTopic(ROWS, 0, offset), "killed", "killed " + offset);
                var _ = producer.send(deadLetter.toRecord());
            }
        }

        // When: kill -9 after the first of them.
        var replayer = process("replay", "--reason", "killed");
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !kafka.ends(ROWS).equals(before) || !replayer.isAlive());
        replayer.destroyForcibly().waitFor();

        // Then
        assertThat(replayer.exitValue()).as("killed, not done").isEqualTo(128 + 9);
        var again = run("replay", "--reason", "killed");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).as("the kill came before the end").doesNotContain(deadLetters + " resolved before");
        assertThat(read(ROWS).stream()
                        .map(record -> new String(record.value(), UTF_8))
                        .filter(value -> value.startsWith("killed ")))
                .hasSize(deadLetters)
                .doesNotHaveDuplicates();
        assertThat(run("list", "--reason", "killed").out()).isEmpty();
    }

    @Test
    void shouldPassTheSameChecksAgainAndCountTheAttempts() {
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        try (var processor =
                new ProcessorService(ProcessorSettings.from(new Environment(changed)), new SimpleMeterRegistry())) {
            processor.start();
            send(Topics.EVENTS.name(), "noise");
            awaitList("\"origin\":\"watchllm.events/", "\"attempt\":1");
            var origin =
                    origin(run("list", "--reason", "not_wire_format", "--json").out());

            var replay = run("replay", origin);

            assertThat(replay.out()).contains("replayed   not_wire_format         1");
            awaitList("\"attempt\":2");
            assertThat(run("show", origin).out())
                    .contains("resolved  replayed at ", " to watchllm.events/", "attempt   1", "not in the wire format")
                    .endsWith("noise\n\n");
        }
    }

    @Test
    void shouldReadALineOfAnInputAsSendReadsIt() {
        var good = """
                {"event_id":"e1","project_id":"p","run_id":"r","timestamp":"%s","event_type":"agent_step","step_number":1}""".formatted(Instant.now());
        write(deadLetter(new FromInput("mended.ndjson", 1), "not_an_event", good));
        write(deadLetter(new FromInput("mended.ndjson", 2), "not_an_event", "{broken"));
        var before = read(Topics.EVENTS.name()).size();

        var replay = run("replay", "--topic", "mended.ndjson", "--json");

        assertThat(replay.exitCode()).isEqualTo(1);
        assertThat(replay.out())
                .contains("\"replayed\":1,\"dropped\":0,\"refused\":1,\"resolved_before\":0")
                .contains("\"replayed_by_reason\":{\"not_an_event\":1}");
        assertThat(replay.err()).contains("left as it was: mended.ndjson/2: not JSON at column 2");
        var events = read(Topics.EVENTS.name());
        assertThat(events).hasSize(before + 1);
        assertThat(new String(events.getLast().key(), UTF_8)).isEqualTo("p|r");
        assertThat(run("list", "--topic", "mended.ndjson").out())
                .contains("mended.ndjson/2")
                .doesNotContain("mended.ndjson/1");
    }

    @Test
    void shouldHideWhatWasDroppedAndKeepAnotherDeadLetterOfTheSamePlace() {
        write(deadLetter(new FromInput("dropped.ndjson", 1), "not_an_event", "monday"));
        assertThat(run("drop", "dropped.ndjson/1").exitCode()).isZero();
        write(deadLetter(new FromInput("dropped.ndjson", 1), "not_an_event", "tuesday"));

        assertThat(run("list", "--topic", "dropped.ndjson").out().lines()).hasSize(1);
        assertThat(run("list", "--topic", "dropped.ndjson", "--resolved").out().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("(dropped at "));
        assertThat(run("show", "dropped.ndjson/1").out()).contains("monday", "tuesday");
    }

    @Test
    void shouldAskBeforeItTakesAll() {
        var replay = run("replay");

        assertThat(replay.exitCode()).isEqualTo(2);
        assertThat(replay.err()).contains("--yes: is needed to take every dead letter");
    }

    @Test
    void shouldTouchNothingInADryRun() {
        write(deadLetter(new FromInput("dry.ndjson", 1), "not_an_event", "x"));

        assertThat(run("drop", "--topic", "dry.ndjson", "--dry-run").out()).contains("dry.ndjson/1");
        assertThat(run("list", "--topic", "dry.ndjson").out()).contains("dry.ndjson/1");
    }

    private static void awaitList(String... parts) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(run("list", "--reason", "not_wire_format", "--json")
                                .out())
                        .contains(parts));
    }

    private static String origin(String json) {
        var begin = json.indexOf("watchllm.events/");
        return json.substring(begin, json.indexOf('"', begin));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static DeadLetter deadLetter(Origin origin, String reason, String value) {
        var refusal = new Refusal(Stage.SINK, reason, "for the test", Instant.now());
        return new DeadLetter(null, value.getBytes(UTF_8), List.of(), origin, refusal);
    }

    private static void write(DeadLetter deadLetter) {
        try (var producer = kafka.producer()) {
            var _ = producer.send(deadLetter.toRecord());
        }
    }

    private static void send(String topic, String value) {
        try (var producer = kafka.producer()) {
            var _ = producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8)));
        }
    }

    private static List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> read(String topic) {
        List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> records = new ArrayList<>();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(kafka.ends(topic), records::add);
        }
        return records;
    }

    private static Process process(String command, String... arguments) throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Watchllm.class.getName(),
                "dead-letters",
                command,
                "--env-file",
                variables.toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile())
                .start();
    }

    private static CommandRun run(String command, String... arguments) {
        return CommandRun.of(List.of("dead-letters", command), variables, arguments);
    }
}
