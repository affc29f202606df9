package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertReportTest {
    private static final long MILLION = 1_000_000;

    private final AlertReport report = new AlertReport(
            Map.of("rules", 50),
            new AlertLag(
                    4,
                    new Percentiles(10_000, 20_000, 30_000, 40_000),
                    new Percentiles(10_000, 20_000),
                    new Percentiles(30_000, 40_000),
                    new CpuSeconds(30, 20, 10, 1).over(40)),
            List.of(round(10, 8, 2), round(20, 16, 4), round(10, 10, 2)),
            List.of(round(20, 15, 5), round(25, 30, 10), round(20, 10, 5)));

    @Test
    void shouldReportTheLagOfAllAlertsAndOfEachStage() {
        assertThat(report.json())
                .containsEntry("rules", 50)
                .containsEntry("alerts", 4L)
                .containsEntry("lag_p50_ms", 20.0)
                .containsEntry("lag_p99_ms", 40.0)
                .containsEntry("lag_max_ms", 40.0)
                .containsEntry("first_stage_lag_p50_ms", 10.0)
                .containsEntry("first_stage_lag_p99_ms", 20.0)
                .containsEntry("second_stage_lag_p50_ms", 30.0)
                .containsEntry("second_stage_lag_p99_ms", 40.0)
                .containsEntry("lag_cpus", 1.5)
                .containsEntry("lag_cpus_command", 0.75);
    }

    @Test
    void shouldCompareTheMediansOfTheProcessWithRulesAndWithout() {
        assertThat(report.json())
                .containsEntry("events_per_s_without_rules", 100_000.0)
                .containsEntry("events_per_s_with_rules", 50_000.0)
                .containsEntry("cpu_s_per_million_without_rules", 12.0)
                .containsEntry("cpu_s_per_million_process_without_rules", 10.0)
                .containsEntry("cpu_s_per_million_process_with_rules", 15.0)
                .containsEntry("cpu_ratio_with_rules", 1.5)
                .containsEntry("cpu_ratio_with_rules_and_broker", 1.667);
    }

    @Test
    void shouldSayTheSameToPeople() {
        var text = new StringWriter();
        report.print(new PrintWriter(text));
        assertThat(text.toString())
                .contains("p50 20 ms", "by the second stage", "100,000", "1.50 times", "with the broker, 1.67 times");
    }

    private static StreamRound round(double seconds, double process, double broker) {
        return new StreamRound(MILLION, seconds, process, broker);
    }
}
