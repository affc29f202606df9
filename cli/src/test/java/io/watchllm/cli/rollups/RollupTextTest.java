package io.watchllm.cli.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.operations.rollup.RollupRebuild.Made;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupReport.Counts;
import io.watchllm.operations.rollup.RollupReport.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollupTextTest {
    private static final RollupReport REPORT = new RollupReport(
            "",
            "hourly_metrics",
            "events",
            new Counts(1200, 1500, 7, RetentionRule.of(90)),
            List.of(
                    new Difference(List.of("shop", "2026-11-24 10:00:00"), List.of("cost_usd is 1.01, recounted 1")),
                    new Difference(List.of("shop", "2026-11-24 11:00:00"), List.of("in no row: requests is 7"))),
            List.of());

    @Test
    void shouldNameTheFirstDifferencesAndCountTheRest() {
        assertThat(new RollupText(List.of(REPORT)).text(1)).isEqualTo("""
                        hourly_metrics    1,200 rows compared with a recount of events: 1,500 differ; 7 more can't be recounted: rows stay 90 days
                          shop | 2026-11-24 10:00:00: cost_usd is 1.01, recounted 1
                          and 1,499 more
                        """);
    }

    @Test
    void shouldTellProgramsTheSame() {
        assertThat(new RollupText(List.of(REPORT)).json(List.of(), null))
                .startsWith(
                        "{\"equal\":false,\"differ\":1500,\"rollups\":[{\"rollup\":\"hourly_metrics\",\"source\":\"events\","
                                + "\"compared\":1200,\"differ\":1500,\"beyond_retention\":7,\"retention_days\":90,\"differences\":[{");
        assertThat(new RollupText(List.of()).json(List.of(), null))
                .isEqualTo("{\"equal\":true,\"differ\":0,\"rollups\":[]}");
    }

    @Test
    void shouldNameWhatWasLeftForLater() {
        var made = List.of(new Made("", "daily_metrics", 2, List.of("shop | 2026-11-26")));

        assertThat(RollupText.made(made)).isEqualTo("""
                        daily_metrics     2 projects' hours, days or totals rebuilt
                          shop | 2026-11-26: rows kept coming; run it again when they do no more, or with an earlier --to
                        """);
        assertThat(new RollupText(List.of()).json(made, null)).contains("\"busy\":[\"shop | 2026-11-26\"]");
    }

    @Test
    void shouldSayWhichShardEachLineIsOf() {
        var one = "http://one:8123";
        var other = "http://other:8123";
        var text = new RollupText(List.of(REPORT.at(one), REPORT.at(one), REPORT.at(other)));

        assertThat(text.text(0).lines())
                .filteredOn(line -> line.startsWith("h"))
                .extracting(line -> line.substring(0, 14))
                .containsExactly(
                        "http://one:812", "hourly_metrics", "hourly_metrics", "http://other:8", "hourly_metrics");
        assertThat(text.differing()).isEqualTo(4500);
        assertThat(RollupText.made(List.of(new Made("", "daily_metrics", 2, List.of()).at(other))))
                .startsWith(other + "\ndaily_metrics");
        assertThat(text.json(List.of(new Made(other, "daily_metrics", 2, List.of())), null))
                .contains("{\"shard\":\"http://one:8123\",\"rollup\":\"hourly_metrics\",")
                .contains(
                        "\"made\":[{\"shard\":\"http://other:8123\",\"rollup\":\"daily_metrics\",\"units\":2,\"busy\":[]}]");
    }
}
