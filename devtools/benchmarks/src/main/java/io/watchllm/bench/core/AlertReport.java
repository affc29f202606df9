package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.ms;
import static io.watchllm.bench.core.Rounded.thousandths;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How late alerts are, and what evaluating rules costs; medians of the rounds.
 *
 * @param setup what was measured: names and values for the report's head
 * @param without rounds without rules, 1 or more
 * @param with rounds with the rules, 1 or more
 */
public record AlertReport(Map<String, Object> setup, AlertLag lag, List<StreamRound> without, List<StreamRound> with)
        implements Report {
    /** The keys of one JSON object. */
    @Override
    public Map<String, Object> json() {
        var json = new LinkedHashMap<>(setup);
        json.put("alerts", lag.alerts());
        lag(json, "", lag.all());
        lag(json, "first_stage_", lag.firstStage());
        lag(json, "second_stage_", lag.secondStage());
        json.put("lag_cpus", thousandths(lag.cpus().total()));
        json.put("lag_cpus_command", thousandths(lag.cpus().sink()));
        json.put("lag_cpus_clickhouse", thousandths(lag.cpus().clickHouse()));
        json.put("lag_cpus_broker", thousandths(lag.cpus().broker()));
        side(json, "without_rules", without);
        side(json, "with_rules", with);
        json.put("cpu_ratio_with_rules", thousandths(ratio(StreamRound::processPerMillion)));
        json.put("cpu_ratio_with_rules_and_broker", thousandths(ratio(StreamRound::cpuPerMillion)));
        return json;
    }

    private static void lag(Map<String, Object> json, String stage, Percentiles lag) {
        json.put(stage + "lag_p50_ms", ms(lag.at(0.5)));
        json.put(stage + "lag_p90_ms", ms(lag.at(0.9)));
        json.put(stage + "lag_p99_ms", ms(lag.at(0.99)));
        json.put(stage + "lag_max_ms", ms(lag.max()));
    }

    private static void side(Map<String, Object> json, String name, List<StreamRound> rounds) {
        json.put("events_per_s_" + name, thousandths(median(rounds, StreamRound::eventsPerSecond)));
        json.put("cpu_s_per_million_" + name, thousandths(median(rounds, StreamRound::cpuPerMillion)));
        json.put("cpu_s_per_million_process_" + name, thousandths(median(rounds, StreamRound::processPerMillion)));
    }

    /** For people. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        setup.forEach((name, value) -> out.printf("%-12s %s%n", name.replace('_', ' '), value));
        out.printf(Locale.ROOT, "%n%,d alerts, publish to alert:%n", lag.alerts());
        line(out, "all", lag.all());
        line(out, "by the first stage", lag.firstStage());
        line(out, "by the second stage", lag.secondStage());
        out.printf(
                Locale.ROOT,
                "  CPUs in use: %.2f (publisher, processor and sink %.2f, ClickHouse %.2f, broker %.2f)%n",
                lag.cpus().total(),
                lag.cpus().sink(),
                lag.cpus().clickHouse(),
                lag.cpus().broker());
        out.printf("%n%-14s %12s   %s%n", "", "", "CPU-seconds per million events");
        out.printf("%-14s %12s %8s %8s%n", "median", "events/s", "all", "process");
        line(out, "without rules", without);
        line(out, "with rules", with);
        out.printf(
                Locale.ROOT,
                "%nwith rules the processor takes %.2f times the CPU that it takes without; with the broker, %.2f times%n",
                ratio(StreamRound::processPerMillion),
                ratio(StreamRound::cpuPerMillion));
        out.flush();
    }

    private static void line(PrintWriter out, String name, Percentiles lag) {
        out.printf(
                Locale.ROOT,
                "  %-26s p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, max %.0f ms%n",
                name,
                ms(lag.at(0.5)),
                ms(lag.at(0.9)),
                ms(lag.at(0.99)),
                ms(lag.max()));
    }

    private static void line(PrintWriter out, String name, List<StreamRound> rounds) {
        out.printf(
                Locale.ROOT,
                "%-14s %,12.0f %8.2f %8.2f%n",
                name,
                median(rounds, StreamRound::eventsPerSecond),
                median(rounds, StreamRound::cpuPerMillion),
                median(rounds, StreamRound::processPerMillion));
    }

    private double ratio(ToDoubleFunction<StreamRound> figure) {
        return median(with, figure) / median(without, figure);
    }

    private static double median(List<StreamRound> rounds, ToDoubleFunction<StreamRound> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
    }
}
