package io.watchllm.bench.core;

import static io.watchllm.bench.core.Rounded.thousandths;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The processor beside the floor; medians of the rounds.
 *
 * @param setup what was measured: names and values for the report's head
 * @param processor rounds of the processor, 1 or more
 * @param floor rounds of the loop that only copies, 1 or more
 * @param stateBytesPerMillionIds memory of a million remembered ids
 */
public record ProcessorReport(
        Map<String, Object> setup, List<StreamRound> processor, List<StreamRound> floor, double stateBytesPerMillionIds)
        implements Report {

    /** The keys of one JSON object. */
    @Override
    public Map<String, Object> json() {
        var json = new LinkedHashMap<>(setup);
        json.put("events_per_s", thousandths(median(processor, StreamRound::eventsPerSecond)));
        json.put("cpu_s_per_million", thousandths(median(processor, StreamRound::cpuPerMillion)));
        json.put("cpu_s_per_million_process", thousandths(median(processor, StreamRound::processPerMillion)));
        json.put("floor_events_per_s", thousandths(median(floor, StreamRound::eventsPerSecond)));
        json.put("floor_cpu_s_per_million", thousandths(median(floor, StreamRound::cpuPerMillion)));
        json.put("floor_cpu_s_per_million_process", thousandths(median(floor, StreamRound::processPerMillion)));
        json.put("cpu_ratio_to_floor", thousandths(cpuRatio()));
        json.put("state_bytes_per_million_ids", Math.round(stateBytesPerMillionIds));
        return json;
    }

    /** For people. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        setup.forEach((name, value) -> out.printf("%-12s %s%n", name.replace('_', ' '), value));
        out.printf("%n%-14s %12s   %s%n", "", "", "CPU-seconds per million events");
        out.printf("%-14s %12s %8s %8s%n", "median", "events/s", "all", "process");
        line(out, "processor", processor);
        line(out, "floor", floor);
        out.printf(Locale.ROOT, "%nthe processor takes %.2f times the CPU of the floor%n", cpuRatio());
        out.printf(Locale.ROOT, "a million remembered ids take %,.0f bytes%n", stateBytesPerMillionIds);
        out.flush();
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

    private double cpuRatio() {
        return median(processor, StreamRound::cpuPerMillion) / median(floor, StreamRound::cpuPerMillion);
    }

    private static double median(List<StreamRound> rounds, ToDoubleFunction<StreamRound> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).boxed().toList());
    }
}
