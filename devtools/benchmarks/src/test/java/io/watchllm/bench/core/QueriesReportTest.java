package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueriesReportTest {
    private static final Space OWN = new Space(1_000, 9_000, 900);

    /** Twenty warm answers of 1 to 20 times as many milliseconds, 2 ms of each of which were the client's. */
    private static Timing timing(long ms) {
        return new Timing(ms * 50_000_000, warm(ms, 2), warm(ms, 0), ms * 100, ms * 1_000, 1);
    }

    private static List<Long> warm(long ms, long clientMs) {
        return LongStream.rangeClosed(1, 20)
                .map(n -> (n * ms + clientMs) * 1_000_000)
                .boxed()
                .toList();
    }

    private static QueryFigures query(String name, long ms, @Nullable Timing peer) {
        return new QueryFigures(name, timing(ms), timing(1), peer);
    }

    @Test
    void shouldTellEachQueryWithWhatItReads() {
        var report = new QueriesReport(Map.of("rows", 5L), List.of(query("a", 2, null)), OWN, null);

        assertThat(report.json())
                .containsEntry("rows", 5L)
                .containsEntry("compression_ratio", 10.0)
                .doesNotContainKeys("peer_speed_ratio_median", "peer_disk_ratio")
                .extractingByKey("queries")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("name", "a")
                .containsEntry("p95_ms", 40.0)
                .containsEntry("p50_ms", 22.0)
                .containsEntry("server_p50_ms", 20.0)
                .containsEntry("cold_ms", 100.0)
                .containsEntry("read_rows", 200L)
                .containsEntry("read_bytes", 2_000L)
                .containsEntry("median_project_p95_ms", 21.0);
    }

    @Test
    void shouldTakeTheMedianOfWhatBothWereAsked() {
        var queries = List.of(
                query("twice", 1, timing(2)),
                query("alone", 1, null),
                query("ten times", 1, timing(10)),
                query("equal", 1, timing(1)));
        var report = new QueriesReport(Map.of(), queries, OWN, new Space(2_500, 9_000, 2_000));

        assertThat(report.json())
                .containsEntry("peer_speed_ratio_median", 2.0)
                .containsEntry("peer_disk_ratio", 2.5)
                .containsEntry("peer_compression_ratio", 4.5);
    }

    @Test
    void shouldPrintALineForEachQuery() {
        var text = new StringWriter();
        new QueriesReport(
                        Map.of("rows", 5L),
                        List.of(query("a", 2, timing(20)), query("b", 3, null)),
                        OWN,
                        new Space(2_500, 9_000, 2_000))
                .print(new PrintWriter(text));

        assertThat(text.toString())
                .containsPattern("a +40\\.0 +22\\.0 +100\\.0 +200 +0\\.0 +21\\.0 +382\\.0 +202\\.0 +2,000 +10\\.0")
                .contains(
                        "with the plain schema ClickHouse takes 10.0 times as long in the median, and 2.50 times the disk");
    }
}
