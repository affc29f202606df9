package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.hundredths;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One query of the catalogue.
 *
 * @param name its name
 * @param own asked of the biggest project
 * @param median asked of the project in the middle; null where a query takes no project or writes
 * @param peer the same question to the plain schema; null without one, or where that has nothing to ask
 */
public record QueryFigures(
        String name,
        Timing own,
        @Nullable Timing median,
        @Nullable Timing peer) {

    /**
     * How many times as long ClickHouse takes with the plain schema, by its own medians; empty where it was not asked.
     */
    public OptionalDouble speedRatio() {
        return peer == null ? OptionalDouble.empty() : OptionalDouble.of(peer.serverMedianMs() / own.serverMedianMs());
    }

    /** The keys of one JSON object. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        put(json, "", own);
        json.put("answer_rows", own.answerRows());
        if (median != null) {
            json.put("median_project_p95_ms", hundredths(median.p95Ms()));
        }
        if (peer != null) {
            put(json, "peer_", peer);
            json.put("peer_speed_ratio", hundredths(speedRatio().orElseThrow()));
        }
        return json;
    }

    private static void put(Map<String, Object> json, String prefix, Timing timing) {
        json.put(prefix + "p95_ms", hundredths(timing.p95Ms()));
        json.put(prefix + "p50_ms", hundredths(timing.medianMs()));
        json.put(prefix + "server_p50_ms", hundredths(timing.serverMedianMs()));
        json.put(prefix + "cold_ms", hundredths(timing.coldMs()));
        json.put(prefix + "read_rows", timing.readRows());
        json.put(prefix + "read_bytes", timing.readBytes());
    }
}
