package io.watchllm.alerting.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.Observation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Hours that come and go, against all latencies that were seen. */
class LatencyBaselineTest {

    private static final long HOUR_MS = 3_600_000;

    private record Seen(long hour, int latencyMs) {}

    @Property(tries = 60)
    void shouldMeasureTheDayBeforeTheWindowAndForgetWhatIsOlder(@ForAll long seed) {
        var random = new Random(seed);
        var baseline = new LatencyBaseline();
        var all = new ArrayList<Seen>();
        for (long hour = 0; hour < 80; hour++) {
            // Now and then hours without a call, and each time other latencies.
            int calls = random.nextInt(5) == 0 ? 0 : random.nextInt(40);
            int scale = 1 + random.nextInt(1_000);
            for (int call = 0; call < calls; call++) {
                int latencyMs = scale * (1 + random.nextInt(100));
                long timeMs = hour * HOUR_MS + random.nextInt((int) HOUR_MS);
                var aggregate = new Accumulator();
                aggregate.add(Measurement.LATENCY, Sample.call("e", timeMs, 1, latencyMs, Outcome.SUCCESS));
                baseline.add(timeMs, aggregate);
                all.add(new Seen(hour, latencyMs));
            }
            assertBaseline(baseline.before((hour + 1) * HOUR_MS), all, hour + 1);
        }
    }

    /** The 24 hours before the one in which the window begins, if there are 200 calls in them. */
    private static void assertBaseline(long billionths, List<Seen> all, long windowHour) {
        var day = all.stream()
                .filter(seen -> seen.hour >= windowHour - 24)
                .mapToInt(Seen::latencyMs)
                .sorted()
                .toArray();
        if (day.length < 200) {
            assertThat(billionths).isEqualTo(Baseline.NONE);
            return;
        }
        double exact = day[(int) Math.floor(0.95 * (day.length - 1))];
        assertThat(billionths / 1e9).isCloseTo(exact, within(exact * 0.011));
    }
}
