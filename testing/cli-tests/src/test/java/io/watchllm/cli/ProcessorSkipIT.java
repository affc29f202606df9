package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.reconciliation.DeadLetterCounts;
import io.watchllm.operations.reconciliation.DeadLetterCounts.Told;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.TopicSetup.Present;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hatch for a record that the processor can't get past; the processor itself runs only in the last test. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessorSkipIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String EVENTS = Topics.EVENTS.name();
    private static final long NOTHING = 1_000_000;
    private static final String GROUP = "watchllm-processor";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static Path variables;

    /** Behind the marker of a transaction, and behind its record where the broker took that. */
    private static long behindMarker;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY);
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        variables = CommandRun.variables(folder, stack.environment());
        try (var producer = kafka.producer()) {
            for (var partition = 0; partition < 2; partition++) {
                for (var number = 0; number < 3; number++) {
                    send(producer, partition, "noise " + number);
                }
            }
        }
        // Behind them on partition 2: what was aborted, a marker, and one more.
        try (var producer = kafka.transactionalProducer("for-the-test")) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    EVENTS, 2, "p|r".getBytes(UTF_8), "aborted".getBytes(UTF_8)));
            producer.flush();
            producer.abortTransaction();
        }
        try (var producer = kafka.producer()) {
            behindMarker = producer.send(
                            new ProducerRecord<>(EVENTS, 2, "p|r".getBytes(UTF_8), "behind a marker".getBytes(UTF_8)))
                    .get()
                    .offset();
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static void send(Producer<byte @Nullable [], byte @Nullable []> producer, int partition, String value) {
        var _ = producer.send(new ProducerRecord<>(EVENTS, partition, "p|r".getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    /** The Kafka of the tests is older than the bound of what a batch unpacks to. */
    @Test
    @Order(1)
    void shouldNameWhatTheBrokerCannotBound() {
        var again = kafka.setUp(Topics.ALL);

        assertThat(again.topics()).hasSize(Topics.ALL.size()).allMatch(outcome -> outcome instanceof Present);
        assertThat(again.compatibility()).isEmpty();
        assertThat(CommandRun.of(List.of("topics", "create"), variables).out())
                .contains("max.decompressed.message.bytes is unknown to this Kafka, not 16777216, on " + EVENTS + ",");
    }

    @Test
    @Order(2)
    void shouldRefuseARecordThatTheGroupDoesNotReadNext() {
        var run = skip("--partition", "0", "--offset", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("group watchllm-processor reads offset 0 of watchllm.events/0 next, not 1;"
                        + " only the record that it reads next can be skipped");
        assertThat(skip("--partition", "99", "--offset", "1").err())
                .contains("there is no partition 99 of topic watchllm.events");
        assertThat(skip("--partition", "5", "--offset", "0").err()).contains("has nothing left to read");
        assertThat(skip("--topic", "watchllm.alerts", "--partition", "0", "--offset", "0")
                        .exitCode())
                .isEqualTo(2);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    @Order(3)
    void shouldChangeNothingInADryRun() throws Exception {
        var run = skip("--partition", "0", "--offset", "0", "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        "would skip watchllm.events/0/0: a dead letter without value, and group watchllm-processor goes from offset 0 to 1; nothing was changed\n");
        assertThat(deadLetters()).isEmpty();
        assertThat(committed(0)).isEqualTo(NOTHING);
    }

    @Test
    @Order(4)
    void shouldSkipOneRecordOnceAndCountItForItsProject() throws Exception {
        assertThat(skip("--partition", "0", "--offset", "0").out())
                .isEqualTo(
                        "skipped watchllm.events/0/0: a dead letter without value, and group watchllm-processor goes from offset 0 to 1\n");

        assertThat(skip("--partition", "0", "--offset", "0").err())
                .contains("reads offset 1 of watchllm.events/0 next");
        assertThat(committed(0)).isEqualTo(1);
        assertThat(deadLetters().lines()).singleElement().asString().contains("\"origin\":\"watchllm.events/0/0\"");
        assertThat(show("watchllm.events/0/0")).contains("key       p|r\n", "value     0 bytes\n");
        assertThat(new DeadLetterCounts(kafka).read())
                .isEqualTo(new Told(Map.of("p", new Project(0, 0, 1, 0, 0, 0)), 0, Map.of(0, 1L)));
    }

    @Test
    @Order(5)
    void shouldKeepTheWholeRecordWhenAsked() {
        assertThat(skip("--partition", "1", "--offset", "0", "--with-value").exitCode())
                .isZero();

        assertThat(show("watchllm.events/1/0")).contains("value     7 bytes\n").endsWith("noise 0\n\n");
    }

    /** What was aborted and the marker behind it are no records: nobody would name their offsets. */
    @Test
    @Order(6)
    void shouldSkipARecordBehindMarkersOfTransactions() throws Exception {
        var offset = Long.toString(behindMarker);
        assertThat(skip("--partition", "2", "--offset", "0").err())
                .contains("reads offset " + offset + " of watchllm.events/2 next");
        assertThat(skip("--partition", "2", "--offset", offset, "--unread").err())
                .contains("reads offset 0 of");

        assertThat(skip("--partition", "2", "--offset", offset).out())
                .contains("goes from offset 0 to " + (behindMarker + 1));

        assertThat(committed(2)).isEqualTo(behindMarker + 1);
    }

    @Test
    @Order(7)
    void shouldSkipWithoutALookWhatDoesNotFitIntoMemory() {
        assertThat(skip("--partition", "1", "--offset", "1", "--unread").exitCode())
                .isZero();

        assertThat(show("watchllm.events/1/1")).doesNotContain("key ").contains("value     0 bytes\n");
    }

    @Test
    @Order(8)
    void shouldGoOnBehindWhatWasSkippedAndRefuseWhileAProcessorRuns() {
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        try (var processor =
                new ProcessorService(ProcessorSettings.from(new Environment(changed)), new SimpleMeterRegistry())) {
            processor.start();
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(deadLetters("not_wire_format"))
                            .contains("watchllm.events/0/1", "watchllm.events/0/2", "watchllm.events/1/2"));

            assertThat(deadLetters("not_wire_format").lines()).hasSize(3);
            var refused = skip("--partition", "0", "--offset", "3");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("members; stop every processor first, the group is moved only while none runs");
        }
    }

    private static long committed(int partition) throws Exception {
        try (var admin = kafka.admin()) {
            return admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .getOrDefault(new TopicPartition(EVENTS, partition), new OffsetAndMetadata(NOTHING))
                    .offset();
        }
    }

    private static String deadLetters() {
        return deadLetters("skipped_by_operator");
    }

    private static String deadLetters(String reason) {
        return CommandRun.of(List.of("dead-letters", "list"), variables, "--reason", reason, "--json")
                .out();
    }

    private static String show(String origin) {
        return CommandRun.of(List.of("dead-letters", "show"), variables, origin).out();
    }

    private static CommandRun skip(String... arguments) {
        return CommandRun.of(List.of("processor", "skip"), variables, arguments);
    }
}
