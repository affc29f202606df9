package io.watchllm.sink.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.table.LandedRows;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LandedRowCheckTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SinkMetrics.TableMetrics metrics = new SinkMetrics(registry, Clock.systemUTC()).table("events");
    private final Map<Long, DedupWindowCheck.Held> table = new HashMap<>();
    private final LandedRows rows = (partition, range) -> Objects.requireNonNull(table.get(range.from()));

    @Test
    void shouldLookOnceARowHasBeenThereForAnInterval() {
        var audit = new LandedRowCheck(rows, metrics, 100, 0);
        table.put(0L, new DedupWindowCheck.Held(10, 10, 0));
        audit.landed(0, new Intent(1, 0, 9, 10));

        audit.turn(99);
        assertThat(count("checked")).isZero();
        awaitCounts(audit, 10, 0, 0);
    }

    @Test
    void shouldCountWhatIsMissingAndWhatIsTwice() {
        var audit = new LandedRowCheck(rows, metrics, 100, 0);
        // Nine of ten rows, one of them three times; and a range with nothing left of it.
        table.put(0L, new DedupWindowCheck.Held(11, 9, 0));
        table.put(20L, new DedupWindowCheck.Held(0, 0, 0));
        audit.landed(0, new Intent(1, 0, 9, 10));
        audit.revoked();
        audit.landed(0, new Intent(1, 20, 24, 5));

        awaitCounts(audit, 15, 6, 2);
    }

    @Test
    void shouldNeverLookWhenItIsOff() {
        var audit = new LandedRowCheck(rows, metrics, 0, 0);
        audit.landed(0, new Intent(1, 0, 9, 10));

        audit.turn(1_000_000);
        audit.turn(2_000_000);

        assertThat(registry.find("watchllm.sink.audit.checked").counter()).isNull();
    }

    /** Time goes on an interval at a time; a look ends by itself, and until then no other begins. */
    private void awaitCounts(LandedRowCheck audit, long checked, long missing, long twice) {
        var now = new long[] {100};
        await().atMost(DEADLINE).untilAsserted(() -> {
            audit.turn(now[0]);
            now[0] += 100;
            assertThat(count("checked")).isEqualTo(checked);
            assertThat(count("missing")).isEqualTo(missing);
            assertThat(count("twice")).isEqualTo(twice);
        });
    }

    private long count(String name) {
        var counter = registry.find("watchllm.sink.audit." + name).counter();
        return counter == null ? 0 : (long) counter.count();
    }
}
