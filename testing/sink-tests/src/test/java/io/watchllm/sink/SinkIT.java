package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.runtime.ExitReason;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkIT {
    private static final String[] FAST_RETRIES = {
        "WATCHLLM_SINK_FLUSH_INTERVAL", "20ms",
        "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms",
        "WATCHLLM_SINK_FAULT_INTERVAL", "500ms",
        "WATCHLLM_SINK_UNKNOWN_SCHEMA_WAIT", "1s"
    };

    private static SinkStack stack;

    private SinkService sink;
    private int deadLettersBefore;

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
    }

    @BeforeEach
    void start() {
        for (var table : List.of("events", "tool_calls", "agent_steps", "hourly_metrics")) {
            stack.query("TRUNCATE TABLE watchllm." + table);
        }
        deadLettersBefore = stack.read(Topics.DEAD_LETTERS.name()).size();
        sink = stack.start(stack.settings(FAST_RETRIES));
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void shouldFillEveryTableFromItsTopic() {
        sendEvents(1, 500);
        stack.send(
                Topics.TOOL_CALL_ROWS.name(),
                WireRows.wire(
                        stack.schemaId(Topics.TOOL_CALL_ROWS.name()),
                        WireRows.rows(ToolCallRow.getClassSchema(), 2, 400)));
        stack.send(
                Topics.AGENT_STEP_ROWS.name(),
                WireRows.wire(
                        stack.schemaId(Topics.AGENT_STEP_ROWS.name()),
                        WireRows.rows(AgentStepRow.getClassSchema(), 3, 300)));

        awaitCounts("events", 500);
        awaitCounts("tool_calls", 400);
        awaitCounts("agent_steps", 300);
        // Rows can be seen a moment before the sink knows of it.
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(sink.health().ready().up())
                        .as(sink.health().ready().detail())
                        .isTrue());
    }

    @Test
    void shouldLandEveryRowOnceWhenClickHouseIsKilledInTheMiddle() {
        // Given
        for (var i = 0; i < 20; i++) {
            sendEvents(i, 300);
            if (i == 6) {
                await().atMost(SinkStack.DEADLINE)
                        .until(() -> !stack.counts("events").startsWith("0"));
                // When
                stack.engines().clickHouse().kill();
            }
            if (i == 14) {
                stack.engines().clickHouse().restart();
            }
        }

        // Then
        awaitCounts("events", 6_000);
        // Rows are visible before the views behind them are done: only what is acknowledged is in both.
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(stack.query("SELECT sum(requests) FROM watchllm.hourly_metrics"))
                        .isEqualTo(
                                stack.query("SELECT count() FROM watchllm.events WHERE event_type = 'prompt_call'")));
    }

    @Test
    void shouldSetBadRecordsAsideAndLandTheRest() {
        // Given
        var topic = Topics.EVENT_ROWS.name();
        var schemaId = stack.schemaId(topic);
        var records = new ArrayList<byte[]>();
        for (var row : WireRows.rows(EventRow.getClassSchema(), 4, 120)) {
            records.add(WireRows.wire(schemaId, row));
        }
        records.set(7, new byte[] {'{', '}'});
        records.set(
                30,
                WireRows.wire(
                        999_999, WireRows.rows(EventRow.getClassSchema(), 5, 1).getFirst()));
        var cut = records.get(61);
        records.set(61, Arrays.copyOf(cut, cut.length - 1));

        // When
        stack.send(topic, records);

        // Then
        awaitCounts("events", 117);
        var deadLetters = deadLetters();
        assertThat(deadLetters)
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder("not_wire_format", "unknown_schema", "malformed_avro");
        assertThat(deadLetters)
                .extracting(DeadLetter::value)
                .contains(records.get(7), records.get(30), records.get(61));
    }

    @Test
    void shouldGoOnWhereItStoppedWhenItIsStartedAgain() throws Exception {
        sendEvents(10, 1_000);
        sink.close();
        assertThat(sink.await()).isInstanceOf(ExitReason.Stopped.class);
        sendEvents(11, 1_000);

        sink = stack.start(stack.settings(FAST_RETRIES));

        awaitCounts("events", 2_000);
    }

    @Test
    void shouldWaitAndSaySoWhenTheTableIsMissing() {
        // Given
        stack.query("RENAME TABLE watchllm.agent_steps TO watchllm.put_away");
        var topic = Topics.AGENT_STEP_ROWS.name();
        stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(AgentStepRow.getClassSchema(), 6, 50)));
        await().atMost(SinkStack.DEADLINE).until(() -> !sink.health().ready().up());
        assertThat(sink.health().ready().detail()).contains("agent_steps");
        assertThat(sink.health().live().up()).isTrue();

        // When
        stack.query("RENAME TABLE watchllm.put_away TO watchllm.agent_steps");

        // Then
        awaitCounts("agent_steps", 50);
        await().atMost(SinkStack.DEADLINE).until(() -> sink.health().ready().up());
    }

    @Test
    void shouldFindTheRowThatClickHouseRefuses() {
        // Given
        stack.query("ALTER TABLE watchllm.events ADD CONSTRAINT no_marker CHECK run_id != 'refused'");
        var rows = WireRows.rows(EventRow.getClassSchema(), 7, 60);
        rows.forEach(row -> row.put("run_id", "run"));
        rows.get(31).put("run_id", "refused");
        var topic = Topics.EVENT_ROWS.name();

        // When
        stack.send(topic, WireRows.wire(stack.schemaId(topic), rows));

        // Then
        awaitCounts("events", 59);
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(deadLetters())
                        .extracting(DeadLetter::reason)
                        .containsExactly("rejected_by_clickhouse"));
        stack.query("ALTER TABLE watchllm.events DROP CONSTRAINT no_marker");
    }

    @Test
    void shouldMeasureByReadingBackHowFreshRowsAre() {
        // Given: events of the last hour, whose records are appended just now
        sink.close();
        var metrics = new SimpleMeterRegistry();
        sink = stack.start(stack.settings(FAST_RETRIES), metrics);

        // When
        sendEvents(20, 400);

        // Then
        awaitCounts("events", 400);
        await().atMost(SinkStack.DEADLINE).until(() -> freshness(metrics, "event") > 0);
        assertThat(freshness(metrics, "event")).isBetween(10.0, 50.0);
        assertThat(freshness(metrics, "record")).isLessThan(freshness(metrics, "event"));
    }

    /** In minutes; zero when nothing was measured yet. */
    private static double freshness(MeterRegistry metrics, String since) {
        var timer = metrics.find("watchllm.sink.freshness")
                .tags("table", "events", "since", since)
                .timer();
        return timer == null ? 0 : timer.max(TimeUnit.MINUTES);
    }

    private List<DeadLetter> deadLetters() {
        return stack.read(Topics.DEAD_LETTERS.name()).stream()
                .skip(deadLettersBefore)
                .map(DeadLetter::from)
                .toList();
    }

    private void sendEvents(long seed, int count) {
        var topic = Topics.EVENT_ROWS.name();
        stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(EventRow.getClassSchema(), seed, count)));
    }

    private void awaitCounts(String table, int rows) {
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(stack.counts(table)).isEqualTo(rows + "\t" + rows));
    }
}
