package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.cli.prices.RepriceText;
import io.watchllm.operations.reprice.RepriceReport;
import io.watchllm.operations.reprice.RepriceReport.Ended;
import io.watchllm.operations.reprice.Repricing;
import io.watchllm.operations.reprice.RollupProof;
import io.watchllm.operations.reprice.core.RepriceTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepriceTextTest {
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-02T00:00:00Z");

    private static RepriceReport report(boolean dryRun, @Nullable Ended ended, RollupProof.Finding finding) {
        return report(dryRun, new RepriceReport.Shard("", new RepriceTotals(), 0, ended, List.of(finding)));
    }

    private static RepriceReport report(boolean dryRun, RepriceReport.Shard... shards) {
        return new RepriceReport(new Repricing.Scope("shop", FROM, TO, 10, dryRun), "id", List.of(shards), null);
    }

    private static RollupProof.Finding finding(long differing, long gone, String... named) {
        return new RollupProof.Finding(
                "hourly_report",
                new RollupProof.Buckets(24, differing, gone),
                List.of(named),
                new BigDecimal("1.5"),
                new BigDecimal("2.5"));
    }

    @Test
    void shouldNameTheHoursThatDiffer() {
        var report = report(false, null, finding(2, 0, "2026-11-01 03:00:00"));

        assertThat(report.proven()).isFalse();
        assertThat(new RepriceText(report).text())
                .contains("nothing to change")
                .contains(
                        "events 1.5 USD, hourly_report 2.5 USD: 22 of 24 hours equal, the others from [2026-11-01 03:00:00]")
                .contains("watchllm audit names each difference");
        assertThat(new RepriceText(report).json()).contains("\"equal\":false", "\"differing\":2");
    }

    @Test
    void shouldTellHoursThatCannotBeComparedFromThoseThatDiffer() {
        var report = report(true, null, finding(0, 3));

        assertThat(report.proven()).isTrue();
        assertThat(new RepriceText(report).text())
                .contains("a dry run: 0 calls would be changed, nothing was")
                .contains("24 of 24 hours equal; 3 more have not as many rows as calls, and can't be compared");
        assertThat(new RepriceText(report).json()).contains("\"not_comparable\":3", "\"dry_run\":true");
    }

    @Test
    void shouldTellWhatBecameOfAnEarlierRun() {
        assertThat(new RepriceText(report(true, new Ended(3, false, false), finding(0, 0))).text())
                .contains("correction 3 of an earlier run is not ended: a run without --dry-run does that first");
        assertThat(new RepriceText(report(false, new Ended(3, true, true), finding(0, 0))).text())
                .contains("correction 3 of an earlier run was ended first; too many blocks came since");
        assertThat(new RepriceText(report(false, new Ended(3, true, false), finding(0, 0))).json())
                .contains("\"ended_earlier\":3", "\"open_earlier\":null");
    }

    @Test
    void shouldTellShardsApart() {
        var one = new RepriceReport.Shard("http://one:8123", new RepriceTotals(), 2, null, List.of(finding(0, 0)));
        var ended = new Ended(3, true, false);
        var other = new RepriceReport.Shard("http://other:8123", new RepriceTotals(), 1, ended, List.of(finding(2, 0)));
        var report = report(false, one, other);

        assertThat(report.proven()).isFalse();
        assertThat(report.written()).isEqualTo(3);
        assertThat(new RepriceText(report).text())
                .containsSubsequence(
                        "http://one:8123: 0 of 0 calls changed, in 2 blocks",
                        "24 of 24 hours equal",
                        "http://other:8123: 0 of 0 calls changed, in 1 blocks",
                        "correction 3 of an earlier run was ended first",
                        "22 of 24 hours equal",
                        "Rows and rollups differ");
        assertThat(new RepriceText(report).json())
                .contains("\"reprice_id\":\"id\",\"blocks\":3,\"calls\":0")
                .contains(
                        "\"equal\":false,\"shards\":[{\"shard\":\"http://one:8123\",\"blocks\":2,\"ended_earlier\":null")
                .contains("{\"shard\":\"http://other:8123\",\"blocks\":1,\"ended_earlier\":3");
    }
}
