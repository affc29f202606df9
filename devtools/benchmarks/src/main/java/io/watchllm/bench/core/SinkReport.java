package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.thousandths;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison came to.
 *
 * @param setup what was measured: names and values for the report's head
 * @param results by side; without a peer that side is missing
 * @param heap memory of the sink, of the largest where there are several
 */
public record SinkReport(Map<String, Object> setup, Map<Side, SideResult> results, Memory heap) implements Report {

    /**
     * The sink's memory, at its highest.
     *
     * @param heapBytes sum of the highest use of each part of the heap, so never too low
     * @param residentBytes resident set of the process; 0 where the system does not tell
     */
    public record Memory(long heapBytes, long residentBytes) {}

    /** The report of these rounds; at least one of the sink and one of the floor. */
    public static SinkReport of(Map<String, Object> setup, List<Round> rounds, Memory heap) {
        var results = new LinkedHashMap<Side, SideResult>();
        var bySide = rounds.stream().collect(Collectors.groupingBy(Round::side));
        Arrays.stream(Side.values())
                .filter(bySide::containsKey)
                .forEach(side -> results.put(side, SideResult.of(bySide.getOrDefault(side, List.of()))));
        return new SinkReport(setup, results, heap);
    }

    /** The keys of one JSON object; those of the peer are null without one. */
    @Override
    public Map<String, @Nullable Object> json() {
        var sink = result(Side.SINK);
        var floor = result(Side.FLOOR);
        var peer = results.get(Side.PEER);
        var json = new LinkedHashMap<String, @Nullable Object>(setup);
        json.put("rows_per_s", thousandths(sink.rowsPerSecond()));
        json.put("mb_per_s", thousandths(sink.megabytesPerSecond()));
        json.put("cpu_s_per_million", thousandths(sink.cpu()));
        json.put("cpu_s_per_million_sink", thousandths(sink.cpuSink()));
        json.put("cpu_s_per_million_clickhouse", thousandths(sink.cpuClickHouse()));
        json.put("cpu_s_per_million_broker", thousandths(sink.cpuBroker()));
        json.put("cpu_s_per_million_at_last_row", thousandths(sink.cpuAtLastRow()));
        json.put("rows_per_insert", thousandths(sink.rowsPerInsert()));
        json.put("heap_peak_mb", heap.heapBytes() >> 20);
        json.put("rss_peak_mb", heap.residentBytes() >> 20);
        json.put("floor_rows_per_s", thousandths(floor.rowsPerSecond()));
        json.put("floor_cpu_s_per_million", thousandths(floor.cpuClickHouse()));
        json.put("ratio_clickhouse_to_floor", thousandths(sink.cpuClickHouse() / floor.cpuClickHouse()));
        json.put("peer_rows_per_s", peer == null ? null : thousandths(peer.rowsPerSecond()));
        json.put("peer_mb_per_s", peer == null ? null : thousandths(peer.megabytesPerSecond()));
        json.put("peer_cpu_s_per_million", peer == null ? null : thousandths(peer.cpu()));
        json.put("ratio_rows_per_s", peer == null ? null : thousandths(sink.rowsPerSecond() / peer.rowsPerSecond()));
        json.put("ratio_cpu", peer == null ? null : thousandths(peer.cpu() / sink.cpu()));
        return json;
    }

    /** For people. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        setup.forEach((name, value) -> out.printf("%-12s %s%n", name.replace('_', ' '), value));
        out.printf("%n%-14s %10s %8s   %s%n", "", "", "", "CPU-seconds per million rows");
        out.printf(
                "%-14s %10s %8s %8s %8s %11s %8s %9s %13s %12s%n",
                "median",
                "rows/s",
                "MB/s",
                "all",
                "sink",
                "ClickHouse",
                "broker",
                "registry",
                "(at last row)",
                "rows/insert");
        results.forEach((side, result) -> out.printf(
                Locale.ROOT,
                "%-14s %,10.0f %8.1f %8.2f %8.2f %11.2f %8.2f %9.2f %13.2f %,12.0f%n",
                side.word(),
                result.rowsPerSecond(),
                result.megabytesPerSecond(),
                result.cpu(),
                result.cpuSink(),
                result.cpuClickHouse(),
                result.cpuBroker(),
                result.cpuRegistry(),
                result.cpuAtLastRow(),
                result.rowsPerInsert()));
        printRatios(out);
        out.flush();
    }

    private void printRatios(PrintWriter out) {
        out.println();
        var sink = result(Side.SINK);
        var floor = result(Side.FLOOR);
        out.printf(
                Locale.ROOT,
                "ClickHouse's share: %.2f times the floor's%n",
                sink.cpuClickHouse() / floor.cpuClickHouse());
        var peer = results.get(Side.PEER);
        if (peer != null) {
            out.printf(
                    Locale.ROOT,
                    "against the Kafka engine: %.2f times the rows/s, for 1/%.2f of the CPU%n",
                    sink.rowsPerSecond() / peer.rowsPerSecond(),
                    peer.cpu() / sink.cpu());
        }
        out.printf(
                Locale.ROOT,
                "a sink's memory at its highest: heap %,d MiB, resident %,d MiB%n",
                heap.heapBytes() >> 20,
                heap.residentBytes() >> 20);
    }

    private SideResult result(Side side) {
        var result = results.get(side);
        if (result == null) {
            throw new IllegalStateException("no round of " + side.word() + "; each side needs 1 or more");
        }
        return result;
    }
}
