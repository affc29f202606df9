package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sink in front of a table of the tests' own, with two chained views of which the last target forgets blocks. */
class ProofIT {
    private static final String[] FAST = {
        "WATCHLLM_SINK_FLUSH_INTERVAL", "20ms",
        "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms",
        "WATCHLLM_SINK_FAULT_INTERVAL", "500ms"
    };
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE [^;]+ = \\d+");

    private static SinkStack stack;

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
        var topic = Topics.EVENT_ROWS.name();
        stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(EventRow.getClassSchema(), 1, 300)));
    }

    @Test
    void shouldConsumeNothingUntilThePrintedAlterWasRun() throws Exception {
        // Given
        var table = chain("strict");
        var sink = stack.start(stack.settings(FAST).withTables(Set.of(table)));
        await().atMost(SinkStack.DEADLINE)
                .until(() -> sink.health().ready().detail().contains("exactly-once would not hold"));
        assertThat(sink.health().ready().up()).isFalse();
        assertThat(stack.counts(table.table())).isEqualTo("0\t0");

        // When
        var alter = ALTER.matcher(sink.health().ready().detail());
        assertThat(alter.find()).as(sink.health().ready().detail()).isTrue();
        stack.query(alter.group());

        // Then
        awaitRows(table);
        await().atMost(SinkStack.DEADLINE).until(() -> sink.health().ready().up());
        assertThat(stack.query("SELECT sum(n) FROM watchllm.strict_second")).isEqualTo("300");
        sink.close();
    }

    @Test
    void shouldGoOnWithAWarningWhenAtLeastOnceIsEnough() {
        var table = chain("lax");
        var settings =
                stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms", "WATCHLLM_SINK_GUARANTEE", "at_least_once");

        var sink = stack.start(settings.withTables(Set.of(table)));

        awaitRows(table);
        sink.close();
    }

    private static void awaitRows(SinkTable table) {
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(stack.counts(table.table())).isEqualTo("300\t300"));
    }

    private static SinkTable chain(String name) {
        var table = stack.chain(name, "tuple()");
        stack.query("ALTER TABLE watchllm." + name + "_second RESET SETTING non_replicated_deduplication_window");
        return table;
    }
}
