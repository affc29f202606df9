package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that left Kafka before the processor had read them, and the way on without them. */
@Timeout(300)
class AcceptLossIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS.name(), 0);
    private static final String GROUP = "watchllm-processor";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static Path variables;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY, Part.CLICKHOUSE);
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        variables = CommandRun.variables(folder, stack.environment());
        assertThat(run("schema", "create").exitCode()).isZero();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static CommandRun run(String noun, String verb, String... arguments) {
        return CommandRun.of(List.of(noun, verb), variables, arguments);
    }

    private static void send(int count) {
        try (var producer = kafka.producer()) {
            for (var number = 0; number < count; number++) {
                var _ = producer.send(new ProducerRecord<>(
                        EVENTS.topic(), EVENTS.partition(), "p|r".getBytes(UTF_8), "noise".getBytes(UTF_8)));
            }
        }
    }

    private static ProcessorService processor() {
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString());
        var processor =
                new ProcessorService(ProcessorSettings.from(new Environment(changed)), new SimpleMeterRegistry());
        processor.start();
        return processor;
    }

    private static void awaitCommitted(long offset) {
        try (var admin = kafka.admin()) {
            await().atMost(DEADLINE).until(() -> {
                var commit = admin.listConsumerGroupOffsets(GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(EVENTS);
                return commit != null && commit.offset() == offset;
            });
        }
    }

    @Test
    void shouldEndBeforeWhatIsGoneAndGoOnOnceThatIsAccepted() throws Exception {
        // Given
        send(3);
        try (var processor = processor()) {
            awaitCommitted(3);
        }
        send(5);
        try (var admin = kafka.admin()) {
            admin.deleteRecords(Map.of(EVENTS, RecordsToDelete.beforeOffset(7)))
                    .all()
                    .get();
        }

        // When
        try (var processor = processor()) {
            var ended =
                    CompletableFuture.supplyAsync(() -> reason(processor)).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);

            // Then
            assertThat(ended).isInstanceOf(ExitReason.Failed.class);
            assertThat(((ExitReason.Failed) ended).message())
                    .contains("watchllm.events/0", "offset 3", "begins at offset 7", "4 records", "accept-loss");
        }
        // A thread that ended by itself is a member until its session ends.
        await().atMost(DEADLINE)
                .until(() -> !run("processor", "accept-loss", "--partition", "1")
                        .err()
                        .contains("stop every processor"));
        var skipped = run("processor", "skip", "--partition", "0", "--offset", "7");
        assertThat(skipped.exitCode()).isEqualTo(1);
        assertThat(skipped.err()).contains("are gone", "accept-loss");
        assertThat(run("processor", "accept-loss", "--partition", "1").err())
                .contains("nothing is lost in partition 1");
        assertThat(run("processor", "accept-loss", "--partition", "0", "--dry-run")
                        .out())
                .contains("would accept watchllm.events/0 offsets 3 to 6 as lost: at most 4 records; nothing was");

        // When
        var accepted = run("processor", "accept-loss", "--partition", "0");

        // Then
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        try (var processor = processor()) {
            awaitCommitted(8);
        }
        var counts = CommandRun.of(List.of("reconcile"), variables, "--acknowledged", "8");
        assertThat(counts.exitCode()).as(counts.out()).isZero();
        assertThat(counts.out()).contains("at most 4 events are lost and said");
    }

    private static ExitReason reason(ProcessorService processor) {
        try {
            return processor.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
