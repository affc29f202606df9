package io.watchllm.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.operations.audit.TableReport.Counts;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.KafkaTools;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.SinkStack;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test damages what a sink has stored, and the audit has to name exactly that. */
class AuditIT {
    private static final int ROWS = 1_200;
    private static final int BAD = 3;

    private SinkStack stack;
    private SinkService sink;
    private CachedSchemaRegistryClient registry;

    @BeforeEach
    void start() {
        stack = SinkStack.shared();
        sink = stack.start(stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms"));
        registry = new CachedSchemaRegistryClient(
                List.of(stack.engines().schemaRegistry().url()),
                100,
                List.of(new AvroSchemaProvider()),
                Map.of(),
                Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        sink.close();
    }

    @Test
    void shouldFindNothingThenExactlyWhatIsMissingAndTwiceAndMendIt() {
        // Given
        send(0);
        assertThat(audit(false).counts()).isEqualTo(counts(0, 0, 0));
        assertThat(differences()).isEmpty();
        assertThat(rollups())
                .extracting(RollupReport::rollup)
                .containsExactly("daily_metrics", "hourly_metrics", "project_totals");
        assertThat(rollups()).allMatch(rollup -> rollup.counts().compared() > 0);
        var before = fingerprint();

        // When: rows vanish.
        stack.query("DELETE FROM watchllm.events WHERE source_partition = 0 AND (source_offset BETWEEN 5 AND 20"
                + " OR source_offset = 100)");

        // Then: named, in the rows and, as they had been counted, in the rollups; then mended.
        var missing = audit(false);
        assertThat(missing.counts()).isEqualTo(counts(17, 0, 0));
        assertThat(missing.partitions().getFirst().missing()).hasToString("[5-20, 100]");
        assertThat(differences()).isNotEmpty();
        assertThat(audit(true).counts()).isEqualTo(counts(17, 0, 17));
        assertThat(audit(false).counts()).isEqualTo(counts(0, 0, 0));
        rebuild();
        assertThat(differences()).isEmpty();
        assertThat(fingerprint()).isEqualTo(before);

        // When: rows come twice, past every token.
        stack.query("INSERT INTO watchllm.events SELECT * FROM watchllm.events WHERE source_partition = 0"
                + " AND source_offset BETWEEN 30 AND 33 SETTINGS insert_deduplicate = 0");

        // Then: named, and mended as the advice says.
        var twice = audit(false);
        assertThat(twice.counts()).isEqualTo(counts(0, 4, 0));
        assertThat(twice.partitions().getFirst().twice()).hasToString("[30-33 (2 times)]");
        stack.query("DELETE FROM watchllm.events WHERE source_partition = 0 AND source_offset BETWEEN 30 AND 33");
        assertThat(audit(true).counts()).isEqualTo(counts(4, 0, 4));
        rebuild();
        assertThat(audit(false).counts()).isEqualTo(counts(0, 0, 0));
        assertThat(differences()).isEmpty();
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** As after an unclean election: offsets were given to other records, and the rows of both are there. */
    @Test
    void shouldNotTakeTheRowOfARecordThatWasCutOffForACopy() {
        // Given
        send(0);
        stack.query("INSERT INTO watchllm.events SELECT * REPLACE (ingested_at + 1 AS ingested_at) FROM watchllm.events"
                + " WHERE source_partition = 0 AND source_offset BETWEEN 30 AND 33");

        // Then
        var report = audit(false);
        assertThat(report.counts()).isEqualTo(counts(0, 0, 0));
        assertThat(report.partitions().getFirst().notes())
                .anyMatch(note -> note.startsWith("4 rows share their offset with a row of another record"));

        // When: one of the two is there twice besides
        stack.query("INSERT INTO watchllm.events SELECT * FROM watchllm.events WHERE source_partition = 0"
                + " AND source_offset = 31 LIMIT 1 SETTINGS insert_deduplicate = 0");

        // Then
        assertThat(audit(false).partitions().getFirst().twice()).hasToString("[31 (2 times)]");
    }

    /** ClickHouse knows the token of a repair and does not have its rows, as after a crash between the two. */
    @Test
    void shouldNotBelieveARepairThatWasAcknowledgedAndIsNotThere() {
        // Given
        send(0);
        var still = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
        var some = "DELETE FROM watchllm.events WHERE source_partition = 0 AND source_offset BETWEEN 5 AND 20";
        stack.query(some);
        assertThat(audit(true, still).counts()).isEqualTo(counts(16, 0, 16));
        stack.query(some);

        // When
        var believed = audit(true, still);

        // Then
        assertThat(believed.counts()).isEqualTo(counts(16, 0, 0));
        assertThat(believed.partitions().getFirst().notes())
                .anyMatch(note -> note.contains("5-20: were acknowledged, and of their 16 rows the table gained 0"));
        assertThat(audit(true).counts()).isEqualTo(counts(16, 0, 16));
        assertThat(audit(false).counts()).isEqualTo(counts(0, 0, 0));
    }

    @Test
    void shouldTellWhatWasAcceptedAsLostFromWhatIsLost() throws Exception {
        // Given: the sink has stored all, and is behind the start of the log again
        send(0);
        sink.close();
        var kafka = new KafkaTools(stack);
        kafka.awaitEmpty(SinkTable.EVENTS.group());
        var first = new TopicPartition(SinkTable.EVENTS.topic(), 0);
        kafka.commit(SinkTable.EVENTS.group(), first, 10);
        kafka.deleteRecords(first, 50);

        // Then
        var lost = audit(false).partitions().getFirst();
        assertThat(lost.counts().lost()).isEqualTo(40);
        assertThat(lost.counts().clean()).isFalse();
        assertThat(lost.notes()).contains("offsets 10-49 left Kafka before the sink had read them");

        // When: accepted in two steps that overlap, and some of another topic
        accept(kafka.topicId(first.topic()), 10, 30);
        accept(kafka.topicId(first.topic()), 10, 50);
        accept("another", 0, 10);

        // Then
        var accepted = audit(false).partitions().getFirst();
        assertThat(accepted.counts().lost()).isZero();
        assertThat(accepted.counts().accepted()).isEqualTo(40);
        assertThat(accepted.counts().clean()).isTrue();
        assertThat(accepted.notes())
                .containsExactly("offsets 10-49 left Kafka before the sink had read them and were accepted as lost"
                        + " (accepted_losses)");
    }

    private void accept(String topicId, long from, long next) {
        stack.query("INSERT INTO watchllm.accepted_losses VALUES ('" + SinkTable.EVENTS.group() + "', '"
                + SinkTable.EVENTS.topic() + "', '" + topicId + "', 0, " + from + ", " + next + ", now64())");
    }

    @Test
    void shouldNameRollupRowsThatWereTamperedWith() {
        send(0);
        var hour = stack.query("SELECT hour FROM watchllm.hourly_metrics ORDER BY hour LIMIT 1");
        stack.query("INSERT INTO watchllm.hourly_metrics (project_id, hour, env, requests) VALUES ('nobody', '" + hour
                + "', 'e', 7)");

        var reports = rollups();

        assertThat(reports)
                .filteredOn(report -> !report.differences().isEmpty())
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.rollup()).isEqualTo("hourly_metrics");
                    assertThat(report.differences()).singleElement().satisfies(difference -> {
                        assertThat(difference.key()).contains("nobody", hour);
                        assertThat(difference.columns()).containsExactly("in no row: requests is 7");
                    });
                });
        rebuild();
        assertThat(differences()).isEmpty();
    }

    @Test
    void shouldTellRowsPastRetentionAndThoseOfAnEarlierTopic() {
        // Given: rows that the next merge takes away, and rows at offsets that the topic does not have.
        send(Duration.ofDays(200).toMillis());
        stack.query("OPTIMIZE TABLE watchllm.events FINAL");
        assertThat(stack.counts("events")).isEqualTo("0\t0");
        stack.query("INSERT INTO watchllm.events (event_id, project_id, run_id, timestamp, ingested_at,"
                + " source_partition, source_offset) VALUES ('a', 'p', 'r', now(), now() - 3600, 0, 4),"
                + " ('b', 'p', 'r', now(), now() - 3600, 0, 1000000)");

        var report = audit(false);

        assertThat(report.counts()).isEqualTo(new Counts(ROWS, 0, 0, BAD, ROWS - BAD, 0, 0, 0));
        assertThat(report.partitions().getFirst().notes())
                .anyMatch(note -> note.startsWith("1 rows at these offsets are older than the records there"))
                .anyMatch(note -> note.startsWith("1 rows lie behind the end of the topic"));
        assertThat(audit(true).counts().repaired()).isZero();
    }

    private static Counts counts(long missing, long twice, long repaired) {
        return new Counts(ROWS, missing, twice, BAD, 0, repaired, 0, 0);
    }

    /** Rows of that age, some of them no rows, and waits until the sink has committed all. */
    private void send(long ageMillis) {
        var topic = Topics.EVENT_ROWS.name();
        var records = new ArrayList<byte[]>();
        for (var row : WireRows.rows(EventRow.getClassSchema(), 11, ROWS)) {
            row.put("timestamp", (long) row.get("timestamp") - ageMillis);
            row.put("event_type", enumValue("prompt_call"));
            records.add(WireRows.wire(stack.schemaId(topic), row));
        }
        for (var bad = 0; bad < BAD; bad++) {
            records.set(ROWS - 1 - bad, new byte[] {'{', '}'});
        }
        stack.send(topic, records);
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(audit(false).counts().records()).isEqualTo(ROWS));
    }

    private static Object enumValue(String symbol) {
        return new org.apache.avro.generic.GenericData.EnumSymbol(
                EventRow.getClassSchema().getField("event_type").schema(), symbol);
    }

    private TableReport audit(boolean repair) {
        return audit(repair, Clock.systemUTC());
    }

    private TableReport audit(boolean repair, Clock clock) {
        try (var audit = new Audit(stack.settings(), registry, clock)) {
            return audit.rows(SinkTable.EVENTS, new Audit.Scope(null, null, repair));
        }
    }

    /** Nothing is under way when this is called, so one look may follow the other at once. */
    private List<RollupReport> rollups() {
        try (var audit = new Audit(stack.settings(), registry, Clock.systemUTC(), Duration.ofMillis(1))) {
            return audit.rollups(SinkTable.EVENTS);
        }
    }

    private List<RollupReport.Difference> differences() {
        return rollups().stream()
                .flatMap(report -> report.differences().stream())
                .toList();
    }

    private void rebuild() {
        rollups().forEach(report -> report.rebuild().forEach(stack::query));
    }

    /** All that stands in the table, whatever its order. */
    private String fingerprint() {
        return stack.query("SELECT count(), sum(cityHash64(toString(tuple(*)))) FROM watchllm.events");
    }
}
