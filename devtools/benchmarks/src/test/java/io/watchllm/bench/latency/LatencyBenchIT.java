package io.watchllm.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A few seconds through the whole pipeline; the benchmark itself refuses events that are lost or come twice. */
class LatencyBenchIT {
    @Test
    void shouldSeeEachEventOnceAndMeasureThoseThatCount() {
        var plan = new LatencyPlan(200, Duration.ofSeconds(1), Duration.ofSeconds(2));
        var report = new LatencyBench(plan, new PrintWriter(new StringWriter()), Map.of()).run();
        assertThat(report.events()).isEqualTo(400);
        assertThat(report.latencyMicros().at(0.5)).isPositive();
    }
}
