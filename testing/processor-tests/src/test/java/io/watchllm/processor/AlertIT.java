package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertState;
import io.watchllm.events.Event;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.processor.scenario.AlertLine;
import io.watchllm.processor.scenario.CoreRun;
import io.watchllm.processor.scenario.CoreRun.Clock;
import io.watchllm.processor.scenario.Scenario;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scenarios through the processor as it runs, on a real broker, all of them side by side, each as a project of its own;
 * the process is killed in the middle of them. What is raised is what the core raises, each once. Those are taken whose
 * alerts depend on events alone, and not on what the clock says between them.
 */
@Timeout(AlertIT.FAR_TOO_SLOW_SECONDS)
class AlertIT {
    private static final Path SCENARIOS = Path.of("../../stream-processor/src/test/resources/alerts");

    static final int FAR_TOO_SLOW_SECONDS = 240;
    private static final Duration FAR_TOO_SLOW = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);
    private static final int SCENARIOS_MIN = 15;
    private static final int EVENTS_MAX = 12;

    private LocalKafka kafka;
    private LocalSchemaRegistry registry;
    private KafkaProducer<byte[], byte[]> producer;
    private Map<String, Integer> schemaIds;
    private int processes;

    /** Scenarios as they are sent: what is sent for each, and what must come of it. */
    private record Play(ScenarioProject project, List<Event> events, List<RaisedAlert> expected) {}

    @BeforeEach
    void startEngines() throws Exception {
        kafka = LocalKafka.start();
        registry = LocalSchemaRegistry.start();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()));
                var client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            new TopicSetup(admin, FAR_TOO_SLOW).ensure(Topics.ALL);
            schemaIds = new Registration(client, registry.url()).register(Topics.ALL);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stopEngines() {
        producer.close();
        registry.close();
        kafka.close();
    }

    @Test
    void shouldRaiseWhatTheScenariosExpectOnceWhenKilledInTheMiddle() throws Exception {
        var plays = plays();
        assertThat(plays).hasSizeGreaterThanOrEqualTo(SCENARIOS_MIN);
        int rounds = plays.stream().mapToInt(play -> play.events.size()).max().orElseThrow();
        for (var play : plays) {
            for (var rule : play.project.rules()) {
                send(Topics.ALERT_RULES, rule.getRuleId(), rule);
            }
        }
        producer.send(new ProducerRecord<>(Topics.ALERT_RULES.name(), "broken".getBytes(UTF_8), new byte[] {7}))
                .get();
        var running = start();
        for (int round = 0; round < rounds; round++) {
            int last = round;
            long sent = plays.stream()
                    .mapToLong(play -> Math.min(play.events.size(), last + 1))
                    .sum();
            for (var play : plays) {
                if (round < play.events.size()) {
                    var event = play.events.get(round);
                    send(Topics.EVENTS, EventKey.of(event), event);
                }
            }
            producer.flush();
            if (round == rounds / 2) {
                // Nobody waits for it: it is in the middle of that round, before it or behind it.
                running.destroyForcibly().waitFor();
                running = start();
            }
            Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> rowsOfEvents() == sent);
        }
        long expected = plays.stream().mapToLong(play -> play.expected.size()).sum();
        Awaitility.await().atMost(FAR_TOO_SLOW).until(() -> alerts().size() >= expected);
        running.destroy();
        running.waitFor();

        assertAll(plays);
        assertThat(read(Topics.DEAD_LETTERS))
                .as("the rule that is none is told of once, though two processes saw it")
                .extracting(deadLetter -> new String(deadLetter.key(), UTF_8))
                .containsExactly(Topics.ALERT_RULES.name() + "/0/"
                        + plays.stream()
                                .mapToInt(play -> play.project.rules().size())
                                .sum());
    }

    private void assertAll(List<Play> plays) {
        var alerts = alerts();
        assertThat(alerts.stream().map(Alert::getEventId)).doesNotHaveDuplicates();
        assertThat(rows().stream().filter(row -> row.getAlertRuleId() != null).map(EventRow::getEventId))
                .as("each is a row too")
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(Alert::getEventId).toList());
        var byRule = alerts.stream()
                .collect(Collectors.groupingBy(
                        alert -> Objects.requireNonNull(alert.getAlert().getAlertRuleId())));
        for (var play : plays) {
            var raised = play.project.rules().stream()
                    .flatMap(rule -> byRule.getOrDefault(rule.getRuleId(), List.of()).stream())
                    .toList();
            var wanted =
                    play.expected.stream().map(alert -> alert.id().toString()).toList();
            assertThat(raised.stream()
                            .filter(alert -> wanted.contains(alert.getEventId())
                                    || alert.getAlert().getAlertState() != AlertState.resolved)
                            .map(Alert::getEventId))
                    .as(
                            "%s (what ended only after the last event may be more): %s, expected %s",
                            play.project.name(),
                            raised.stream().map(AlertLine::of).toList(),
                            CoreRun.lines(play.expected))
                    .containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(values(raised))
                    .as(play.project.name())
                    .containsAllEntriesOf(play.expected.stream()
                            .collect(Collectors.toMap(
                                    alert -> alert.id().toString(),
                                    alert -> alert.finding().actual())));
        }
    }

    private static Map<String, Long> values(List<Alert> alerts) {
        return alerts.stream()
                .collect(Collectors.toMap(
                        Alert::getEventId,
                        alert -> Objects.requireNonNull(alert.getAlert().getActualValue())
                                .movePointRight(9)
                                .longValueExact()));
    }

    /** Those scenarios whose alerts are the same however time passes between their events. */
    private static List<Play> plays() throws IOException {
        var age = Duration.between(Scenario.START, Instant.now());
        var plays = new ArrayList<Play>();
        for (var scenario : Scenario.all(SCENARIOS)) {
            var project = ScenarioProject.of(scenario, age);
            if (project == null || project.events().size() > EVENTS_MAX || hasLateEvents(project.events())) {
                continue;
            }
            var expected = CoreRun.alerts(project.scenario(), Clock.STANDING);
            if (expected.equals(CoreRun.alerts(project.scenario(), Clock.STEADY))
                    && expected.equals(CoreRun.alerts(project.scenario(), Clock.AHEAD))) {
                plays.add(new Play(project, project.events(), expected));
            }
        }
        return plays;
    }

    /** What is late is measured by the slowest partition, and all scenarios share them. */
    private static boolean hasLateEvents(List<Event> events) {
        var newest = Instant.MIN;
        for (var event : events) {
            if (event.getTimestamp().plusMillis(ActiveRule.GRACE_MS).isBefore(newest)) {
                return true;
            }
            newest = event.getTimestamp().isAfter(newest) ? event.getTimestamp() : newest;
        }
        return false;
    }

    private Process start() throws IOException {
        processes++;
        var clients = kafka.folder().resolve("clients.properties");
        // Those that are killed are missed sooner.
        Files.writeString(clients, "session.timeout.ms=6000\nheartbeat.interval.ms=1000\n");
        return ProcessorProcess.start(
                Map.of(
                        "WATCHLLM_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                        "WATCHLLM_KAFKA_CONFIG", clients.toString(),
                        "WATCHLLM_SCHEMA_REGISTRY_URL", registry.url(),
                        "WATCHLLM_PROCESSOR_STATE_DIR",
                                kafka.folder().resolve("state").toString(),
                        "WATCHLLM_PROCESSOR_COMMIT_INTERVAL", "20ms",
                        "WATCHLLM_PROCESSOR_ALERT_RULES", "topic"),
                kafka.folder().resolve("processor" + processes + ".log"));
    }

    private void send(Topic topic, String key, SpecificRecord value) {
        var _ = producer.send(new ProducerRecord<>(
                topic.name(),
                key.getBytes(UTF_8),
                WireFormat.encode(schemaIds.getOrDefault(topic.subject(), -1), value)));
    }

    private List<Alert> alerts() {
        var reader = new AvroReader<>(Alert.class);
        return read(Topics.ALERTS).stream()
                .map(record -> reader.read(record.value(), Alert.getClassSchema()))
                .toList();
    }

    private List<EventRow> rows() {
        var reader = new AvroReader<>(EventRow.class);
        return read(Topics.EVENT_ROWS).stream()
                .map(record -> reader.read(record.value(), EventRow.getClassSchema()))
                .toList();
    }

    private long rowsOfEvents() {
        return rows().stream().filter(row -> row.getAlertRuleId() == null).count();
    }

    /** All that a read_committed reader sees up to the last stable offset. */
    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
