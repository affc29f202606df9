package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.encode.WireRows;
import org.junit.jupiter.api.Test;

class LandedAuditIT {
    private static final int ROWS = 400;

    @Test
    void shouldFindWhatVanishedAndWhatIsThereTwiceAfterItLanded() {
        var registry = new SimpleMeterRegistry();
        var stack = SinkStack.shared();
        try (var sink = new SinkService(stack.settings("WATCHLLM_SINK_AUDIT_INTERVAL", "20s"), registry)) {
            sink.start();
            var topic = Topics.EVENT_ROWS.name();
            stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(EventRow.getClassSchema(), 3, ROWS)));
            await().atMost(SinkStack.DEADLINE)
                    .untilAsserted(() -> assertThat(stack.counts("events")).isEqualTo(ROWS + "\t" + ROWS));

            stack.query("DELETE FROM watchllm.events WHERE source_partition = 0 AND source_offset BETWEEN 3 AND 7");
            stack.query("INSERT INTO watchllm.events SELECT * FROM watchllm.events WHERE source_partition = 1"
                    + " AND source_offset IN (1, 2, 3) SETTINGS insert_deduplicate = 0");

            await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
                assertThat(count(registry, "checked")).isEqualTo(ROWS);
                assertThat(count(registry, "missing")).isEqualTo(5);
                assertThat(count(registry, "twice")).isEqualTo(3);
            });
        }
    }

    private static double count(SimpleMeterRegistry registry, String name) {
        var counter = registry.find("watchllm.sink.audit." + name)
                .tag("table", "events")
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
