package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.watchllm.processor.HostileRecords.Hostile;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.validation.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what became of each record: rows, a repeat, or one dead letter with a true reason, as the
 * {@link EventOracle} sees it; and looks at the size of everything that was written.
 */
final class HostileLedger {

    static final String ROWS = "rows";
    static final String REPEAT = "repeat";

    private final TopologyRun run;
    private final EventOracle oracle;
    private final Map<List<String>, String> contents = new HashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int records;
    private int alerts;
    private int panes;

    HostileLedger(TopologyRun run, Map<Integer, Schema> schemas) {
        this.run = run;
        oracle = new EventOracle(schemas);
    }

    /** Sends a record, and finds out what became of it. */
    void send(Hostile record) {
        double repeatsBefore = repeats();
        run.send(record.key(), record.value(), record.headers());
        var written = look();
        int ownRows = size(written, Topics.EVENT_ROWS) - size(written, Topics.ALERTS);
        var deadLetters = deadLetters(written);
        boolean repeat = repeats() > repeatsBefore;
        assertThat(ownRows + deadLetters.size() + (repeat ? 1 : 0))
                .as("what became of a record: rows %d, letters %s, repeat %s", ownRows, deadLetters, repeat)
                .isEqualTo(1);
        var deadLetter = deadLetters.isEmpty() ? null : deadLetters.getFirst();
        outcomes.merge(deadLetter == null ? repeat ? REPEAT : ROWS : deadLetter.reason(), 1, Integer::sum);
        assertTrue(record, deadLetter, repeat);
        if (!record.broken()) {
            assertWithoutSecrets(written);
        }
        records++;
    }

    /** Lets time pass, in which alerts are raised, and nothing is refused. */
    void pass(int seconds) {
        run.pass(Duration.ofSeconds(seconds));
        var written = look();
        assertThat(size(written, Topics.EVENT_ROWS)).isEqualTo(size(written, Topics.ALERTS));
        assertThat(deadLetters(written)).isEmpty();
    }

    /** How many records became what. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    int records() {
        return records;
    }

    int alerts() {
        return alerts;
    }

    int panes() {
        return panes;
    }

    private Map<String, List<TestRecord<byte[], byte[]>>> look() {
        var written = run.written();
        TopicBounds.assertTaken(written);
        alerts += size(written, Topics.ALERTS);
        panes += size(written, Topics.ALERT_PANES);
        return written;
    }

    private void assertTrue(Hostile record, @Nullable DeadLetter deadLetter, boolean repeat) {
        var verdict = oracle.verdict(record.value());
        if (!verdict.reasons().isEmpty()) {
            assertThat(deadLetter).as("a letter for %s", verdict.reasons()).isNotNull();
            assertThat(deadLetter == null ? "" : deadLetter.reason())
                    .isIn(verdict.reasons().stream().map(Reason::word).toList());
            return;
        }
        var event = verdict.event();
        assertThat(event).isNotNull();
        if (event == null) {
            return;
        }
        var before = contents.get(identity(event));
        if (deadLetter != null) {
            assertThat(deadLetter.reason()).as(deadLetter.error()).isEqualTo("conflicting_event");
            assertThat(before).as("content before").isNotNull().isNotEqualTo(event.toString());
        } else if (repeat) {
            assertThat(before).as("content before").isEqualTo(event.toString());
        } else {
            assertThat(before).as("content before").isNull();
            contents.put(identity(event), event.toString());
        }
    }

    private static List<String> identity(GenericRecord event) {
        return List.of(
                event.get("project_id").toString(),
                event.get("run_id").toString(),
                event.get("event_id").toString());
    }

    private static void assertWithoutSecrets(Map<String, List<TestRecord<byte[], byte[]>>> written) {
        for (var records : written.values()) {
            for (var record : records) {
                assertThat(holdsSecret(record.key()) || holdsSecret(record.value()))
                        .as("a secret in key or value")
                        .isFalse();
                record.headers()
                        .forEach(header -> assertThat(
                                        holdsSecret(header.key().getBytes(UTF_8)) || holdsSecret(header.value()))
                                .as("a secret in a header")
                                .isFalse());
            }
        }
    }

    private static boolean holdsSecret(byte @Nullable [] bytes) {
        return bytes != null && new String(bytes, UTF_8).contains(HostileRecords.MAIL);
    }

    private double repeats() {
        return counted("watchllm.processor.events.duplicates");
    }

    /** How many records of alerts and of state were not written, since their topic would not have taken them. */
    double heldBack() {
        return counted("watchllm.processor.writes.held.back");
    }

    private double counted(String metric) {
        return run.meters.find(metric).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static List<DeadLetter> deadLetters(Map<String, List<TestRecord<byte[], byte[]>>> written) {
        return written.getOrDefault(Topics.DEAD_LETTERS.name(), List.of()).stream()
                .map(TopologyRun::deadLetter)
                .toList();
    }

    private static int size(Map<String, List<TestRecord<byte[], byte[]>>> written, Topic topic) {
        return written.getOrDefault(topic.name(), List.of()).size();
    }
}
