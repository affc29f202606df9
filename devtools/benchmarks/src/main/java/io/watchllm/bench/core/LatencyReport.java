package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.hundredths;
import static io.watchllm.bench.core.Rounded.ms;

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
 * @param cpus CPUs in use, on the average of the measured time; {@code sink} stands for the process that holds
 *     publisher, processor, sink and the poller
 */
public record LatencyReport(int rate, long events, Percentiles latencyMicros, Percentiles pollMicros, CpuSeconds cpus)
        implements Report {
    /** The keys of one JSON object. */
    @Override
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
        json.put("cpus", hundredths(cpus.total()));
        json.put("cpus_command", hundredths(cpus.sink()));
        json.put("cpus_clickhouse", hundredths(cpus.clickHouse()));
        json.put("cpus_broker", hundredths(cpus.broker()));
        return json;
    }

    /** For people. */
    @Override
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
        out.printf(
                Locale.ROOT,
                "  CPUs in use: %.2f (publisher, processor and sink %.2f, ClickHouse %.2f, broker %.2f)%n",
                cpus.total(),
                cpus.sink(),
                cpus.clickHouse(),
                cpus.broker());
        out.flush();
    }
}
