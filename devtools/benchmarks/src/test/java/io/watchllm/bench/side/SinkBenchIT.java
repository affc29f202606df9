package io.watchllm.bench.side;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.bench.rows.Profile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small run of all sides on real engines; each round itself refuses rows that are lost, doubled or wrong. */
class SinkBenchIT {
    private static final long ROWS = 20_000;

    @Test
    void shouldFillATableByEverySideAndReportIt() {
        var progress = new StringWriter();
        var plan = new SinkPlan(Profile.SMALL, ROWS, 1, 2, 2, true, List.of("-Xmx256m"));
        var json =
                new SinkBench(plan, new PrintWriter(progress), Map.of()).run().json();
        assertThat(json)
                .containsEntry("rows", ROWS)
                .containsKeys(
                        "rows_per_s",
                        "mb_per_s",
                        "cpu_s_per_million",
                        "cpu_s_per_million_clickhouse",
                        "floor_cpu_s_per_million",
                        "peer_rows_per_s",
                        "peer_cpu_s_per_million",
                        "ratio_rows_per_s")
                .doesNotContainValue(null);
        assertThat((Double) json.get("rows_per_s")).isPositive();
        assertThat(progress.toString()).contains("round 1: sink", "round 1: kafka-engine", "round 1: floor");
    }
}
