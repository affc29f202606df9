package io.watchllm.processor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.control.AlertRule;
import io.watchllm.control.ModelPrice;
import io.watchllm.events.Event;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.PriceRecords;
import io.watchllm.pricing.PriceRow;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.prices.PriceTable;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology of production on Kafka's test driver: records in, rows and dead letters out. */
final class TopologyRun implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    static final int EVENT_SCHEMA = 7;
    static final int PRICE_SCHEMA = 9;
    static final int RULE_SCHEMA = 10;
    static final Limits LIMITS = new Limits(Duration.ofHours(24), Duration.ofDays(90), 1 << 20);

    static final ProcessorSettings.Deduplication DEDUPLICATION =
            new ProcessorSettings.Deduplication(Duration.ofHours(1), 1_000_000);

    /** For tests that are about something else, and send the same event again and again: each is new. */
    private static final ProcessorSettings.Deduplication FORGETFUL =
            new ProcessorSettings.Deduplication(Duration.ofMillis(-1), 1_000_000);

    /** For tests that are about something else: all is wired, and no rule is there. */
    static final ProcessorSettings.Alerts ALERTS = new ProcessorSettings.Alerts(RuleSource.TOPIC, 1_000);

    private static final RowSchemaIds IDS = new RowSchemaIds(11, 12, 13, 14);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<Integer, Schema> schemas = new HashMap<>(Map.of(EVENT_SCHEMA, Event.getClassSchema()));
    private final Map<Topic, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final AvroReader<EventRow> eventRows = new AvroReader<>(EventRow.class);
    private final AvroReader<ToolCallRow> toolCallRows = new AvroReader<>(ToolCallRow.class);
    private final AvroReader<AgentStepRow> agentStepRows = new AvroReader<>(AgentStepRow.class);
    private final Changelogs changelogs = new Changelogs();
    private final TopologyTestDriver driver;
    private final TopologyDescription description;
    private Instant arrival = NOW;

    TopologyRun() {
        this(LIMITS);
    }

    TopologyRun(Limits limits) {
        this(limits, PricePreference.CLIENT);
    }

    TopologyRun(Limits limits, PrivacyRules privacy) {
        this(new ProcessorSettings.Stages(limits, FORGETFUL, PricePreference.CLIENT, privacy, ALERTS));
    }

    TopologyRun(Limits limits, PricePreference prefer) {
        this(new ProcessorSettings.Stages(limits, FORGETFUL, prefer, PrivacyRules.NONE, ALERTS), () -> NOW);
    }

    /** With the clock of another day; records arrive at {@link #NOW} still. */
    TopologyRun(Limits limits, InstantSource clock) {
        this(new ProcessorSettings.Stages(limits, FORGETFUL, PricePreference.CLIENT, PrivacyRules.NONE, ALERTS), clock);
    }

    TopologyRun(ProcessorSettings.Stages stages) {
        this(stages, () -> NOW);
    }

    private TopologyRun(ProcessorSettings.Stages stages, InstantSource clock) {
        var settings = ProcessorSettings.from(new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "nowhere:9092", "WATCHLLM_SCHEMA_REGISTRY_URL", "http://nowhere:8081")));
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(settings));
        var topology = ProcessorTopology.build(new ProcessorTopology.Parts(
                this::find, IDS, stages, new SeenIdsRegistry(), new WakeUps(), clock, new ProcessorMetrics(meters)));
        description = topology.describe();
        driver = new TopologyTestDriver(topology, properties, NOW);
    }

    TopologyDescription description() {
        return description;
    }

    void register(int id, Schema schema) {
        schemas.put(id, schema);
    }

    /** Puts a price on its topic, and lets the time pass within which it is seen. */
    TopologyRun price(PriceRow row) {
        return price(PriceRecords.key(row), WireFormat.encode(PRICE_SCHEMA, PriceRecords.record(row)));
    }

    TopologyRun price(String key, byte @Nullable [] value) {
        // Not before: a fuzzed event with this id must be one of an unknown schema.
        register(PRICE_SCHEMA, ModelPrice.getClassSchema());
        driver.createInputTopic(Topics.MODEL_PRICES.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(), NOW));
        driver.advanceWallClockTime(Duration.ofMillis(PriceTable.LIST_EVERY_MS));
        return this;
    }

    /** Puts a rule on its topic. */
    TopologyRun rule(AlertRule rule) {
        return rule(rule.getRuleId().getBytes(StandardCharsets.UTF_8), WireFormat.encode(RULE_SCHEMA, rule));
    }

    TopologyRun rule(byte[] key, byte @Nullable [] value) {
        register(RULE_SCHEMA, AlertRule.getClassSchema());
        driver.createInputTopic(Topics.ALERT_RULES.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(), NOW));
        return this;
    }

    /** Lets time pass. */
    TopologyRun pass(Duration time) {
        driver.advanceWallClockTime(time);
        return this;
    }

    TopologyRun send(Event event) {
        return send(EventKey.of(event).getBytes(StandardCharsets.UTF_8), WireFormat.encode(EVENT_SCHEMA, event));
    }

    TopologyRun send(byte @Nullable [] key, byte @Nullable [] value) {
        return send(key, value, new RecordHeaders());
    }

    TopologyRun send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(Topics.EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, arrival));
        return this;
    }

    /** What is sent from now on arrives at this time. */
    TopologyRun at(Instant time) {
        arrival = time;
        return this;
    }

    /** How many events of a project became this, as the counts say. */
    long booked(String project, EventCount entry) {
        return counts(EventCountKey.EVENTS_STORE).getOrDefault(new EventCountKey(project, entry.word()), 0L);
    }

    /** All counts, of every partition's two stores. */
    Map<EventCountKey, Long> counts() {
        var counts = new HashMap<EventCountKey, Long>();
        for (var name : List.of(EventCountKey.EVENTS_STORE, EventCountKey.ALERTS_STORE)) {
            counts(name).forEach((key, count) -> counts.merge(key, count, Long::sum));
        }
        return counts;
    }

    private Map<EventCountKey, Long> counts(String store) {
        return Changelogs.counts(changelogs.ofStore(driver, store));
    }

    List<EventRow> events() {
        return rows(Topics.EVENT_ROWS, eventRows, IDS.event());
    }

    List<ToolCallRow> toolCalls() {
        return rows(Topics.TOOL_CALL_ROWS, toolCallRows, IDS.toolCall());
    }

    List<AgentStepRow> agentSteps() {
        return rows(Topics.AGENT_STEP_ROWS, agentStepRows, IDS.agentStep());
    }

    List<DeadLetter> deadLetters() {
        return records(Topics.DEAD_LETTERS).stream()
                .map(TopologyRun::deadLetter)
                .toList();
    }

    /** The dead letter in a record. */
    static DeadLetter deadLetter(TestRecord<byte[], byte[]> record) {
        return DeadLetter.from(consumed(record));
    }

    List<TestRecord<byte[], byte[]>> records(Topic topic) {
        return outputs.computeIfAbsent(
                        topic,
                        made -> driver.createOutputTopic(
                                made.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .readRecordsToList();
    }

    /** All that was written since it was last asked for, changelogs included, by topic. */
    Map<String, List<TestRecord<byte[], byte[]>>> written() {
        var written = new TreeMap<String, List<TestRecord<byte[], byte[]>>>();
        for (var topic : driver.producedTopicNames()) {
            written.put(topic, changelogs.read(driver, topic));
        }
        return written;
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        driver.close();
    }

    private <T extends SpecificRecord> List<T> rows(Topic topic, AvroReader<T> reader, int schemaId) {
        return records(topic).stream()
                .map(record -> {
                    if (WireFormat.schemaId(record.value()) != schemaId) {
                        throw new AssertionError("schema id on " + topic.name());
                    }
                    return reader.read(record.value(), reader(topic));
                })
                .toList();
    }

    private static Schema reader(Topic topic) {
        return Objects.requireNonNull(topic.valueSchema());
    }

    private static ConsumerRecord<byte @Nullable [], byte @Nullable []> consumed(TestRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                Topics.DEAD_LETTERS.name(),
                0,
                0,
                NOW.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private WriterSchemas.Lookup find(int id) {
        var schema = schemas.get(id);
        return schema == null
                ? new WriterSchemas.Unknown("which the registry does not have")
                : new WriterSchemas.Found(schema);
    }
}
