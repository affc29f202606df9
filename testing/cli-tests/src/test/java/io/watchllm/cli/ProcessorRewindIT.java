package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that an unclean election cut while the processor had read further, and the way back to where it was cut. */
@Timeout(300)
class ProcessorRewindIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS.name(), 0);
    private static final String GROUP = "watchllm-processor";

    @TempDir
    private static Path folder;

    private static LocalKafka first;
    private static LocalSchemaRegistry registry;
    private static Map<String, String> environment;
    private static KafkaConnection kafka;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        first = LocalKafka.start();
        registry = LocalSchemaRegistry.start();
        environment = new HashMap<>(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", first.bootstrap(),
                "WATCHLLM_SCHEMA_REGISTRY_URL", registry.url(),
                "WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString()));
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(environment)));
        kafka.setUp(Topics.ALL);
        admin = kafka.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        registry.close();
        first.close();
    }

    private static CommandRun rewind(String... arguments) throws IOException {
        return CommandRun.of(List.of("processor", "rewind"), CommandRun.variables(folder, environment), arguments);
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
        var processor =
                new ProcessorService(ProcessorSettings.from(new Environment(environment)), new SimpleMeterRegistry());
        processor.start();
        return processor;
    }

    /** A thread that ended by itself is a member until its session ends. */
    private static void awaitNoMember() {
        await().atMost(DEADLINE)
                .until(() -> !rewind("--partition", "0", "--dry-run").err().contains("stop every processor"));
    }

    private static void awaitCommitted(long offset) {
        await().atMost(DEADLINE).until(() -> {
            var commit = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(EVENTS);
            return commit != null && commit.offset() == offset;
        });
    }

    private static List<TopicPartitionInfo> events() throws ExecutionException, InterruptedException {
        var topics =
                admin.describeTopics(List.of(EVENTS.topic())).allTopicNames().get();
        return Objects.requireNonNull(topics.get(EVENTS.topic())).partitions();
    }

    private static void awaitEvents(Predicate<TopicPartitionInfo> state) {
        await().atMost(DEADLINE)
                .ignoreException(ExecutionException.class)
                .until(() -> events().stream().allMatch(state));
    }

    private static Predicate<TopicPartitionInfo> led(int leader, int inSync) {
        return partition -> partition.leader() != null
                && partition.leader().id() == leader
                && partition.isr().size() == inSync;
    }

    private static int deadLetters() {
        var count = new AtomicInteger();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(Topics.DEAD_LETTERS.name(), record -> count.incrementAndGet() > 0);
        }
        return count.get();
    }

    /** Lets the events be on two further brokers alone; everything else stays on the first one. */
    private static void moveEventsTo(int... nodes) throws Exception {
        var partitions = events();
        admin.deleteTopics(List.of(EVENTS.topic())).all().get();
        await().atMost(DEADLINE).until(() -> !admin.listTopics().names().get().contains(EVENTS.topic()));
        var assignment = new HashMap<Integer, List<Integer>>();
        partitions.forEach(partition -> assignment.put(partition.partition(), List.of(nodes[0], nodes[1])));
        var settings = new HashMap<>(Topics.EVENTS.config());
        settings.put("unclean.leader.election.enable", "true");
        settings.put("min.insync.replicas", "1");
        admin.createTopics(List.of(new NewTopic(EVENTS.topic(), assignment).configs(settings)))
                .all()
                .get();
        awaitEvents(led(nodes[0], 2));
    }

    private static ExitReason.Failed ended(ProcessorService processor) throws Exception {
        var reason = CompletableFuture.supplyAsync(() -> {
                    try {
                        return processor.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(interrupted);
                    }
                })
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(reason).isInstanceOf(ExitReason.Failed.class);
        return (ExitReason.Failed) reason;
    }

    /** Offsets, transactions and changelogs get their topics while the first broker is alone. */
    private static void createTopicsOfTheGroup() {
        try (var _ = processor()) {
            await().atMost(DEADLINE)
                    .until(() -> admin.listTopics().names().get().stream().anyMatch(name -> name.startsWith(GROUP)));
            send(1);
            awaitCommitted(1);
        }
    }

    @Test
    void shouldEndWhereTheLogWasCutAndReadTheNewLogFromThere() throws Exception {
        // Given
        createTopicsOfTheGroup();
        try (var second = LocalKafka.builder().joining(first, 2).start();
                var third = LocalKafka.builder().joining(first, 3).start()) {
            moveEventsTo(2, 3);
            send(3);
            try (var _ = processor()) {
                awaitCommitted(3);
                third.kill();
                awaitEvents(led(2, 1));
                send(2);
                awaitCommitted(5);
            }
            assertThat(deadLetters()).isEqualTo(1 + 5);
            awaitNoMember();
            assertThat(rewind("--partition", "0").err()).contains("was not cut", "offset 5", "--to-offset");

            // When
            second.kill();
            third.restart();
            awaitEvents(led(3, 1));
            try (var processor = processor()) {
                // Then
                assertThat(ended(processor).message())
                        .contains(
                                "watchllm.events/0: the log was cut", "offset 5", "rewind --partition 0", "was cut\"");
            }
            send(4);
            try (var processor = processor()) {
                assertThat(ended(processor).message()).contains("back to offset 3", "at most 2 records");
            }
            awaitNoMember();
            var planned = rewind("--partition", "0", "--dry-run");
            assertThat(planned.out())
                    .as(planned.err())
                    .contains("would move watchllm.events/0 from offset 5 to 3: 4 records", "nothing was changed");
            assertThat(rewind("--partition", "0", "--to-offset", "6").err()).contains("6", "expected 0 to 5");
            var moved = rewind("--partition", "0");
            assertThat(moved.exitCode()).as(moved.err()).isZero();
            try (var _ = processor()) {
                awaitCommitted(7);
            }
            assertThat(deadLetters()).isEqualTo(1 + 5 + 4);
        }
    }
}
