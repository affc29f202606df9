package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.control.Alert;
import io.watchllm.control.AlertRule;
import io.watchllm.events.Event;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology of production on Kafka's test driver, with rules and a clock: events in, alerts out. */
final class AlertRun implements AutoCloseable {

    /** After this time at the latest a record that is no rule is told of. */
    static final Duration TICK = Duration.ofSeconds(1);

    private static final RowSchemaIds IDS = new RowSchemaIds(11, 12, 13, 14);
    private static final int RULE_SCHEMA = 21;

    private static final Map<Integer, Schema> SCHEMAS =
            Map.of(TopologyRun.EVENT_SCHEMA, Event.getClassSchema(), RULE_SCHEMA, AlertRule.getClassSchema());

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Changelogs changelogs = new Changelogs();
    private final TopologyTestDriver driver;
    private final TestOutputTopic<byte[], byte[]> alerts;
    private final TestOutputTopic<byte[], byte[]> rows;
    private final AvroReader<Alert> alertReader = new AvroReader<>(Alert.class);
    private final AvroReader<EventRow> rowReader = new AvroReader<>(EventRow.class);
    private Set<String> ruleIds = Set.of();
    private final WakeUps wakeUps = new WakeUps();
    private Instant wall;

    /** Begins at this time. */
    AlertRun(RuleSource source, Instant start) {
        wall = start;
        var settings = ProcessorSettings.from(new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "nowhere:9092", "WATCHLLM_SCHEMA_REGISTRY_URL", "http://nowhere:8081")));
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(settings));
        var stages = new ProcessorSettings.Stages(
                TopologyRun.LIMITS,
                TopologyRun.DEDUPLICATION,
                PricePreference.CLIENT,
                PrivacyRules.NONE,
                new ProcessorSettings.Alerts(source, 1_000));
        driver = new TopologyTestDriver(
                ProcessorTopology.build(new ProcessorTopology.Parts(
                        AlertRun::schema,
                        IDS,
                        stages,
                        new SeenIdsRegistry(),
                        wakeUps,
                        () -> wall,
                        new ProcessorMetrics(meters))),
                properties,
                wall);
        alerts = output(Topics.ALERTS);
        rows = output(Topics.EVENT_ROWS);
    }

    /** These rules and no others lie on the topic from now on. */
    AlertRun rules(List<AlertRule> rules) {
        var next = new HashSet<String>();
        for (var rule : rules) {
            next.add(rule.getRuleId());
            rule(rule.getRuleId(), WireFormat.encode(RULE_SCHEMA, rule));
        }
        for (var id : ruleIds) {
            if (!next.contains(id)) {
                rule(id, null);
            }
        }
        ruleIds = next;
        return this;
    }

    AlertRun rule(String id, byte @Nullable [] value) {
        driver.createInputTopic(Topics.ALERT_RULES.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(id.getBytes(UTF_8), value, new RecordHeaders(), wall));
        return this;
    }

    /** An event arrives now. */
    AlertRun send(Event event) {
        driver.createInputTopic(Topics.EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        EventKey.of(event).getBytes(UTF_8),
                        WireFormat.encode(TopologyRun.EVENT_SCHEMA, event),
                        new RecordHeaders(),
                        wall));
        return this;
    }

    /** A record on the topic between the two stages. */
    AlertRun pane(byte[] value, String application) {
        driver.createInputTopic(Topics.ALERT_PANES.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        "key".getBytes(UTF_8),
                        value,
                        new RecordHeaders().add("watchllm.application", application.getBytes(UTF_8)),
                        wall));
        return this;
    }

    AlertRun pass(Duration time) {
        wall = wall.plus(time);
        driver.advanceWallClockTime(time);
        wakeUps.takeDue(wall.toEpochMilli()).forEach(this::wake);
        return this;
    }

    /** As the loop outside of the stream does. */
    private void wake(TopicPartition target) {
        driver.createInputTopic(target.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, null, WakeUpLoop.headers("watchllm-processor"), wall));
    }

    Instant now() {
        return wall;
    }

    /** Alerts since the last time that this was asked. */
    List<Alert> alerts() {
        return read(alerts, alertReader, Topics.ALERTS);
    }

    /** Rows of events since the last time that this was asked, those of alerts among them. */
    List<EventRow> rows() {
        return read(rows, rowReader, Topics.EVENT_ROWS);
    }

    List<TestRecord<byte[], byte[]>> records(Topic topic) {
        return output(topic).readRecordsToList();
    }

    /** Rows of alerts that are in the counts of the project. */
    long booked(String project) {
        long sum = 0;
        for (var store : List.of(EventCountKey.EVENTS_STORE, EventCountKey.ALERTS_STORE)) {
            sum += Changelogs.counts(changelogs.ofStore(driver, store))
                    .getOrDefault(new EventCountKey(project, EventCount.ALERTS.word()), 0L);
        }
        return sum;
    }

    @Override
    public void close() {
        driver.close();
    }

    private TestOutputTopic<byte[], byte[]> output(Topic topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> List<T> read(
            TestOutputTopic<byte[], byte[]> output, AvroReader<T> reader, Topic topic) {
        var read = new ArrayList<T>();
        for (var value : output.readValuesToList()) {
            read.add(reader.read(value, Objects.requireNonNull(topic.valueSchema())));
        }
        return read;
    }

    private static WriterSchemas.Lookup schema(int id) {
        var schema = SCHEMAS.get(id);
        return schema == null
                ? new WriterSchemas.Unknown("which the registry does not have")
                : new WriterSchemas.Found(schema);
    }
}
