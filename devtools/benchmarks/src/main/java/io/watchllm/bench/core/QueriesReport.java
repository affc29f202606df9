package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.hundredths;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every query of the catalogue on filled tables.
 *
 * @param setup what was measured: names and values for the report's head
 * @param queries one each
 * @param own what the tables take
 * @param peer what the plain tables take; null without a peer
 */
public record QueriesReport(
        Map<String, Object> setup,
        List<QueryFigures> queries,
        Space own,
        @Nullable Space peer) implements Report {
    private static final double GB = 1e9;

    public QueriesReport {
        queries = List.copyOf(queries);
    }

    /** How many times as long the plain schema takes for the question in the middle. */
    double speedRatioMedian() {
        return Median.of(queries.stream()
                .flatMap(query -> query.speedRatio().stream().boxed())
                .toList());
    }

    /** How many times as much disk the plain schema takes. */
    static double diskRatio(Space own, Space peer) {
        return (double) peer.diskBytes() / own.diskBytes();
    }

    /** The keys of one JSON object. */
    @Override
    public Map<String, Object> json() {
        var json = new LinkedHashMap<>(setup);
        json.put("queries", queries.stream().map(QueryFigures::json).toList());
        json.put("disk_bytes", own.diskBytes());
        json.put("compression_ratio", hundredths(own.compressionRatio()));
        if (peer != null) {
            json.put("peer_disk_bytes", peer.diskBytes());
            json.put("peer_compression_ratio", hundredths(peer.compressionRatio()));
            json.put("peer_speed_ratio_median", hundredths(speedRatioMedian()));
            json.put("peer_disk_ratio", hundredths(diskRatio(own, peer)));
        }
        return json;
    }

    /** For people. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        setup.forEach((name, value) -> out.printf("%-22s %s%n", name.replace('_', ' '), value));
        out.printf(
                "%n%-28s %8s %8s %8s %12s %9s %8s", "query", "p95 ms", "p50", "cold", "read rows", "read MB", "median");
        out.println(peer == null ? "" : "  peer p95      p50    read rows   times");
        queries.forEach(query -> line(out, query));
        space(out, "tables", own);
        if (peer != null) {
            space(out, "peer", peer);
            out.printf(
                    Locale.ROOT,
                    "%nwith the plain schema ClickHouse takes %.1f times as long in the median, and %.2f times the disk%n",
                    speedRatioMedian(),
                    diskRatio(own, peer));
        }
        out.flush();
    }

    private void line(PrintWriter out, QueryFigures query) {
        var own = query.own();
        out.printf(
                Locale.ROOT,
                "%-28s %8.1f %8.1f %8.1f %,12d %,9.1f %8s",
                query.name(),
                own.p95Ms(),
                own.medianMs(),
                own.coldMs(),
                own.readRows(),
                own.readBytes() / 1e6,
                query.median() == null
                        ? "–"
                        : String.format(Locale.ROOT, "%.1f", query.median().p95Ms()));
        var plain = query.peer();
        if (plain != null) {
            out.printf(
                    Locale.ROOT,
                    "  %8.1f %8.1f %,12d %7.1f",
                    plain.p95Ms(),
                    plain.medianMs(),
                    plain.readRows(),
                    query.speedRatio().orElseThrow());
        }
        out.println();
    }

    private static void space(PrintWriter out, String whose, Space space) {
        out.printf(
                Locale.ROOT,
                "%-8s %.2f GB on disk, columns %.2f GB of %.2f: %.1f to 1%n",
                whose,
                space.diskBytes() / GB,
                space.columnBytes() / GB,
                space.rawBytes() / GB,
                space.compressionRatio());
    }
}
