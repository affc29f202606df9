package io.watchllm.bench.core;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long events took from publishing until a query saw them.
 *
 * @param rate events a second that were asked for
 * @param events how many were measured
 * @param latencyMicros of each event, in microseconds
 * @param pollMicros from each poll's end to the next one's: an event may have been there for so long, unseen
 */
public record LatencyReport(int rate, long events, Percentiles latencyMicros, Percentiles pollMicros) {
    private static final double MICROS_PER_MS = 1_000;

    /** The keys of one JSON object. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("rate", rate);
        json.put("events", events);
        json.put("p50_ms", ms(latencyMicros.at(0.5)));
        json.put("p90_ms", ms(latencyMicros.at(0.9)));
        json.put("p99_ms", ms(latencyMicros.at(0.99)));
        json.put("max_ms", ms(latencyMicros.max()));
        json.put("poll_p50_ms", ms(pollMicros.at(0.5)));
        json.put("poll_max_ms", ms(pollMicros.max()));
        return json;
    }

    /** For people. */
    public void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%,d events at %,d a second, publish to queryable:%n  p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, max %.0f ms%n",
                events,
                rate,
                ms(latencyMicros.at(0.5)),
                ms(latencyMicros.at(0.9)),
                ms(latencyMicros.at(0.99)),
                ms(latencyMicros.max()));
        out.printf(
                Locale.ROOT,
                "  looked every %.0f ms (median; longest pause %.0f ms): the true figures are lower by up to that%n",
                ms(pollMicros.at(0.5)),
                ms(pollMicros.max()));
        out.flush();
    }

    private static double ms(long micros) {
        return Math.round(micros / MICROS_PER_MS * 10) / 10.0;
    }
}
