package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LandedRowCheckIT {
    private static final int ROWS = 400;
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Test
    void shouldFindWhatVanishedAndWhatIsThereTwiceAfterItLanded() {
        // Given
        var registry = new SimpleMeterRegistry();
        var clock = new PushedClock();
        var stack = SinkStack.shared();
        var settings = stack.settings("WATCHLLM_SINK_AUDIT_INTERVAL", INTERVAL.toHours() + "h");
        var sink = stack.start(new SinkService(settings, registry, clock));
        var topic = Topics.EVENT_ROWS.name();
        stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(EventRow.getClassSchema(), 3, ROWS)));
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(stack.counts("events")).isEqualTo(ROWS + "\t" + ROWS));

        // When
        stack.query("DELETE FROM watchllm.events WHERE source_partition = 0 AND source_offset BETWEEN 3 AND 7");
        stack.query("INSERT INTO watchllm.events SELECT * FROM watchllm.events WHERE source_partition = 1"
                + " AND source_offset IN (1, 2, 3) SETTINGS insert_deduplicate = 0");
        assertThat(count(registry, "checked"))
                .as("nothing is looked at before its time")
                .isZero();

        // Then
        await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
            clock.push(INTERVAL);
            assertThat(count(registry, "checked")).isEqualTo(ROWS);
            assertThat(count(registry, "missing")).isEqualTo(5);
            assertThat(count(registry, "twice")).isEqualTo(3);
        });
        sink.close();
    }

    private static double count(SimpleMeterRegistry registry, String name) {
        var counter = registry.find("watchllm.sink.audit." + name)
                .tag("table", "events")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** The system's clock, some time ahead. */
    private static final class PushedClock extends Clock {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        void push(Duration time) {
            ahead.updateAndGet(time::plus);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
