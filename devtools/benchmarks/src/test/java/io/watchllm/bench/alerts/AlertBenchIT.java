package io.watchllm.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.bench.latency.LatencyPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few events through both parts; the benchmark itself refuses alerts that are lost or come twice. */
class AlertBenchIT {
    @Test
    void shouldMeasureEachAlertOnceAndBothSidesOfTheCpu() {
        var progress = new StringWriter();
        var feed = new LatencyPlan(500, Duration.ofSeconds(1), Duration.ofSeconds(2));
        var plan = new AlertPlan(feed, 8, 100, false, new AlertPlan.Cpu(20_000, 1, 1, List.of("-Xmx256m")));
        var json =
                new AlertBench(plan, new PrintWriter(progress), Map.of()).run().json();
        assertThat(json)
                .containsEntry("alerts", 2L * 1_000 / AlertEvents.DEAR_EVERY)
                .containsKeys("lag_p50_ms", "lag_p99_ms", "first_stage_lag_p50_ms", "second_stage_lag_p50_ms");
        assertThat((Double) json.get("lag_p50_ms")).isPositive();
        assertThat((Double) json.get("cpu_ratio_with_rules")).isPositive();
        assertThat(progress.toString()).contains("round 1: no rules", "round 1: 8 rules");
    }
}
