package io.watchllm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.cli.send.EventSender;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.dev.simulate.AgentSimulation;
import io.watchllm.events.AgentStep;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.TestStack;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processor and sink are killed in the middle, broken records stand between the good ones: every event is accounted
 * for.
 */
@Timeout(600)
class PipelineIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final int RUNS = 1_500;
    private static final int BROKEN = 7;

    private static TestStack stack;
    private static Map<String, String> variables;
    private static KafkaConnection kafka;
    private static ClickHouseQuery clickHouse;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startStack() throws Exception {
        stack = TestStack.start();
        variables = new HashMap<>(CommandProcess.soonFree(stack.environment(), folder));
        // Alerts are rows too; here each row is counted against its event.
        variables.put("WATCHLLM_PROCESSOR_ALERT_RULES", "none");
        var environment = new Environment(variables);
        kafka = new KafkaConnection(KafkaSettings.from(environment));
        kafka.setUp(Topics.ALL);
        new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment)).create(report -> {});
        clickHouse = new ClickHouseQuery(variables);
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    @Test
    void shouldAccountForEveryEventWhenProcessorAndSinkAreKilledInTheMiddle() throws Exception {
        var events = events();
        var processor = service("processor", 1);
        var sink = service("sink", 1);
        try {
            // When: a third is sent, the processor dies; another third, the sink dies; the rest.
            var third = events.size() / 3;
            send(events.subList(0, third));
            awaitRows("events", 1);
            processor.kill();
            send(events.subList(third, 2 * third));
            sendBroken();
            processor = service("processor", 2);
            awaitRows("events", third);
            sink.kill();
            send(events.subList(2 * third, events.size()));
            sink = service("sink", 2);

            // Then
            awaitRows("events", events.size());
            awaitRows("tool_calls", count(events, ToolCall.class));
            awaitRows("agent_steps", count(events, AgentStep.class));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(deadLetters()).hasSize(BROKEN));
            assertOnce("events", events.size());
            assertOnce("tool_calls", count(events, ToolCall.class));
            assertOnce("agent_steps", count(events, AgentStep.class));
            assertThat(clickHouse.number("SELECT sum(requests) FROM hourly_metrics"))
                    .isEqualTo(count(events, PromptCall.class));
            assertThat(deadLetters()).allMatch(reason -> reason.equals("not_wire_format"));
            assertThat(
                            clickHouse.text(
                                    "SELECT toString(sum(cost_estimate_usd)) FROM (SELECT DISTINCT run_id, event_id, cost_estimate_usd FROM events WHERE cost_source = 'client')"))
                    .isEqualTo(cost(events).stripTrailingZeros().toPlainString());
            assertThat(clickHouse.number("SELECT count() FROM events WHERE cost_source = 'unpriced'"))
                    .as("the simulation's models are all in the price list that ships inside")
                    .isZero();
            assertThat(processor.alive()).as("processor: " + processor.output()).isTrue();
            assertThat(sink.alive()).as("sink: " + sink.output()).isTrue();
        } finally {
            sink.close();
            processor.close();
        }
    }

    private static List<Event> events() {
        var simulation = new AgentSimulation(42);
        var start = Instant.now().minus(Duration.ofHours(1));
        var events = new ArrayList<Event>();
        for (var run = 0; run < RUNS; run++) {
            events.addAll(simulation.run(start.plusSeconds(run)));
        }
        return events;
    }

    private static CommandProcess service(String name, int instance) {
        return CommandProcess.start(variables, folder.resolve(name + instance + ".log"), name);
    }

    private static void send(List<Event> events) {
        try (var sender = new EventSender(kafka, Clock.systemUTC())) {
            events.forEach(sender::send);
            assertThat(sender.finish().sent()).isEqualTo(events.size());
        }
    }

    private static void sendBroken() {
        try (var producer = kafka.producer()) {
            for (var number = 0; number < BROKEN; number++) {
                var noise = ("noise " + number).getBytes(StandardCharsets.UTF_8);
                var _ = producer.send(new ProducerRecord<>(Topics.EVENTS.name(), noise));
            }
            producer.flush();
        }
    }

    /** Distinct rows by their place in Kafka: a row that is there twice does not stand for one that is missing. */
    private static void awaitRows(String table, long rows) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(
                                clickHouse.number("SELECT uniqExact(source_partition, source_offset) FROM " + table))
                        .as("rows of " + table)
                        .isGreaterThanOrEqualTo(rows));
    }

    /** No row is there twice. */
    private static void assertOnce(String table, long rows) throws Exception {
        assertThat(clickHouse.number("SELECT count() FROM " + table))
                .as("rows of " + table)
                .isEqualTo(rows);
    }

    private static List<String> deadLetters() {
        var reasons = new ArrayList<String>();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(Topics.DEAD_LETTERS.name(), record -> {
                reasons.add(DeadLetter.from(record).reason());
                return true;
            });
        }
        return reasons;
    }

    private static long count(List<Event> events, Class<?> payload) {
        return events.stream()
                .filter(event -> payload.isInstance(event.getPayload()))
                .count();
    }

    private static BigDecimal cost(List<Event> events) {
        return events.stream()
                .map(event -> event.getPayload() instanceof PromptCall call ? call.getCostEstimateUsd() : null)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
