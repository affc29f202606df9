package io.watchllm.processor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.events.Event;
import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.Limits;
import io.watchllm.processor.core.privacy.PrivacyRules;
import io.watchllm.processor.stage.ProcessorMetrics;
import io.watchllm.processor.stage.RowSchemaIds;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.service.Environment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology of production on Kafka's test driver: records in, rows and letters out. */
final class TopologyRun implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    static final int EVENT_SCHEMA = 7;
    static final Limits LIMITS = new Limits(Duration.ofHours(24), Duration.ofDays(90), 1 << 20);

    private static final RowSchemaIds IDS = new RowSchemaIds(11, 12, 13);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<Integer, Schema> schemas = new HashMap<>(Map.of(EVENT_SCHEMA, Event.getClassSchema()));
    private final TopologyTestDriver driver;
    private final String description;

    TopologyRun() {
        this(LIMITS);
    }

    TopologyRun(Limits limits) {
        this(limits, PrivacyRules.NONE);
    }

    TopologyRun(Limits limits, PrivacyRules privacy) {
        var settings = ProcessorSettings.from(new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "nowhere:9092", "WATCHLLM_SCHEMA_REGISTRY_URL", "http://nowhere:8081")));
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(settings));
        var topology = ProcessorTopology.build(
                new ProcessorTopology.Parts(this::find, IDS, limits, () -> NOW, new ProcessorMetrics(meters), privacy));
        description = topology.describe().toString();
        driver = new TopologyTestDriver(topology, properties, NOW);
    }

    String description() {
        return description;
    }

    void register(int id, Schema schema) {
        schemas.put(id, schema);
    }

    TopologyRun send(Event event) {
        return send(EventKey.of(event).getBytes(StandardCharsets.UTF_8), WireFormat.encode(EVENT_SCHEMA, event));
    }

    TopologyRun send(byte @Nullable [] key, byte @Nullable [] value) {
        return send(key, value, new RecordHeaders());
    }

    TopologyRun send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(Topics.EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, NOW));
        return this;
    }

    List<EventRow> events() {
        return rows(Topics.EVENT_ROWS, EventRow.class, IDS.event());
    }

    List<ToolCallRow> toolCalls() {
        return rows(Topics.TOOL_CALL_ROWS, ToolCallRow.class, IDS.toolCall());
    }

    List<AgentStepRow> agentSteps() {
        return rows(Topics.AGENT_STEP_ROWS, AgentStepRow.class, IDS.agentStep());
    }

    List<DeadLetter> deadLetters() {
        return records(Topics.DEAD_LETTERS).stream()
                .map(TopologyRun::consumed)
                .map(DeadLetter::from)
                .toList();
    }

    List<TestRecord<byte[], byte[]>> records(Topic topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        driver.close();
    }

    private <T extends SpecificRecord> List<T> rows(Topic topic, Class<T> type, int schemaId) {
        var reader = new AvroReader<>(type);
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
