package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.Rules;
import io.watchllm.processor.RestartingClients.OutcomeUnknownException;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A processor that lives on although commits time out again and again, with alerts, privacy and repeats: every event is
 * a row once, the counts agree with what was sent, and each run over its budget is told once.
 */
@Timeout(LostCommitsIT.FAR_TOO_SLOW_SECONDS)
class LostCommitsIT {

    static final int FAR_TOO_SLOW_SECONDS = 240;
    private static final Duration FAR_TOO_SLOW = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);
    private static final int EVENT_SCHEMA = 7;
    private static final RowSchemaIds IDS = new RowSchemaIds(11, 12, 13, 14);
    private static final int RUNS = 40;
    private static final int ROUNDS = 60;
    private static final int LOST = 4;

    private static LocalKafka kafka;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = LocalKafka.start();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicSetup(admin, FAR_TOO_SLOW).ensure(Topics.ALL);
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void shouldStoreEachEventOnceAndTellEachAlertOnce() throws Exception {
        var clients = new LostCommits(
                new RestartingClients(),
                timeout -> new OutcomeUnknownException("A transaction was not committed in time", timeout),
                LOST);
        var run = new StreamsRun(Duration.ofSeconds(30), () -> {});
        run.start(ProcessorTopology.build(parts()), config(), clients);
        try {
            var sent = send(clients);
            // The thread that ends says so, too.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(FAR_TOO_SLOW)
                    .until(() -> counts().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= 2L * sent.size());

            assertThat(clients.lost()).as("commits that timed out").isEqualTo(LOST);
            assertThat(rows()).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(counts())
                    .containsEntry(EventCount.ROWS.word(), (long) sent.size())
                    .containsEntry(EventCount.DUPLICATE.word(), (long) sent.size())
                    .doesNotContainKey(EventCount.REFUSED.word());
            assertThat(alertedRuns()).hasSize(RUNS).doesNotHaveDuplicates();
        } finally {
            run.close();
        }
    }

    /** Each event twice, until enough commits were lost; each run comes to 6 dollars. */
    private List<String> send(LostCommits clients) {
        var ids = new ArrayList<String>();
        var config = Map.<String, Object>of("bootstrap.servers", kafka.bootstrap());
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int round = 0; round < ROUNDS || clients.lost() < LOST; round++) {
                for (int run = 0; run < RUNS; run++) {
                    var event = event("run-" + run, "event-" + run + "-" + round, round < ROUNDS ? "0.1" : "0");
                    ids.add(event.getEventId());
                    for (int time = 0; time < 2; time++) {
                        var _ = producer.send(new ProducerRecord<>(
                                Topics.EVENTS.name(),
                                EventKey.of(event).getBytes(UTF_8),
                                WireFormat.encode(EVENT_SCHEMA, event)));
                    }
                }
                producer.flush();
                // Many transactions, and not one.
                int before = clients.commits();
                Awaitility.await()
                        .dontCatchUncaughtExceptions()
                        .atMost(FAR_TOO_SLOW)
                        .until(() -> clients.commits() > before);
            }
        }
        return ids;
    }

    private static Event event(String run, String id, String usd) {
        return Event.newBuilder()
                .setEventId(id)
                .setProjectId("p")
                .setRunId(run)
                .setTimestamp(Instant.now())
                .setPayload(PromptCall.newBuilder()
                        .setPrompt("write to ann@example.com")
                        .setResponse("")
                        .setModel("m")
                        .setTokensInput(1)
                        .setTokensOutput(1)
                        .setCostEstimateUsd(new BigDecimal(usd).setScale(9))
                        .build())
                .build();
    }

    private static ProcessorTopology.Parts parts() {
        var stages = new ProcessorSettings.Stages(
                TopologyRun.LIMITS,
                TopologyRun.DEDUPLICATION,
                PricePreference.CLIENT,
                Rules.builtIn(),
                new ProcessorSettings.Alerts(RuleSource.ALL, 10_000));
        WriterSchemas schemas = id -> new WriterSchemas.Found(Event.getClassSchema());
        return new ProcessorTopology.Parts(
                schemas,
                IDS,
                stages,
                new SeenIdsRegistry(),
                new WakeUps(),
                InstantSource.system(),
                new ProcessorMetrics(new SimpleMeterRegistry()));
    }

    private StreamsConfig config() throws Exception {
        var file = Files.writeString(folder.resolve("kafka.properties"), """
                consumer.session.timeout.ms=6000
                consumer.heartbeat.interval.ms=500
                producer.transaction.timeout.ms=3000
                """);
        return new StreamsConfig(StreamsProperties.of(ProcessorSettings.from(new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                "WATCHLLM_KAFKA_CONFIG", file.toString(),
                "WATCHLLM_SCHEMA_REGISTRY_URL", "http://nowhere:8081",
                "WATCHLLM_PROCESSOR_APPLICATION_ID", "lost-commits",
                "WATCHLLM_PROCESSOR_STATE_DIR", folder.resolve("state").toString())))));
    }

    private static List<String> rows() {
        var reader = new AvroReader<>(EventRow.class);
        var ids = new ArrayList<String>();
        read(Topics.EVENT_ROWS.name(), record -> {
            var row = reader.read(record.value(), EventRow.getClassSchema());
            if (row.getAlertRuleId() == null) {
                ids.add(row.getEventId());
            }
        });
        return ids;
    }

    /** Runs that the budget was told of. */
    private static List<String> alertedRuns() {
        var reader = new AvroReader<>(EventRow.class);
        var runs = new ArrayList<String>();
        read(Topics.EVENT_ROWS.name(), record -> {
            var row = reader.read(record.value(), EventRow.getClassSchema());
            if ("default-run-budget".equals(row.getAlertRuleId())) {
                runs.add(row.getRunId());
            }
        });
        return runs;
    }

    /** What the counts say, by entry. */
    private static Map<String, Long> counts() {
        var latest = new HashMap<String, Long>();
        read(
                EventCountKey.changelogs("lost-commits").getFirst(),
                record -> latest.put(
                        record.partition() + "|"
                                + EventCountKey.parse(new String(record.key(), UTF_8))
                                        .entry(),
                        ByteBuffer.wrap(record.value()).getLong()));
        var counts = new HashMap<String, Long>();
        latest.forEach((key, count) -> counts.merge(key.substring(key.indexOf('|') + 1), count, Long::sum));
        counts.remove(EventCount.ALERTS.word());
        return counts;
    }

    /** All that is committed. */
    private static void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> target) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(target);
            }
        }
    }
}
