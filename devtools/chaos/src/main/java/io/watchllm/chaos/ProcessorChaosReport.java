package io.watchllm.chaos;

import io.watchllm.chaos.core.PipelineResult;
import io.watchllm.chaos.scenario.ProcessorScenario;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Results of a run on processors.
 *
 * @param seed what chance rested on
 * @param scenarios what was played
 * @param results one for each, in the same order
 */
public record ProcessorChaosReport(long seed, List<ProcessorScenario> scenarios, List<PipelineResult> results) {
    /** Over the lines of {@link #line}. */
    public static final String HEADER = "%-20s %10s %7s %6s %6s %7s %7s %8s  %s"
            .formatted("scenario", "events", "faults", "lost", "twice", "alerts", "counts", "seconds", "");

    public ProcessorChaosReport {
        scenarios = List.copyOf(scenarios);
        results = List.copyOf(results);
    }

    /** Whether each scenario came to what it has to. */
    public boolean passed() {
        return IntStream.range(0, results.size())
                .allMatch(at -> scenarios.get(at).passed(results.get(at)));
    }

    /** A result for people. */
    public static String line(ProcessorScenario scenario, PipelineResult result) {
        var words = new StringBuilder(scenario.passed(result) ? "ok" : "FAILED");
        if (scenario.loses()) {
            words.append("; has to show a loss");
        }
        result.remarks().notes().forEach(note -> words.append("; ").append(note));
        result.remarks().problems().forEach(problem -> words.append("; ").append(problem));
        return String.format(
                Locale.ROOT,
                "%-20s %,10d %7d %6d %6d %7s %7s %8.1f  %s",
                result.name(),
                result.events(),
                result.faults(),
                result.balance().lost(),
                result.balance().twice(),
                equal(result.balance().alertsEqual()),
                equal(result.balance().countsEqual()),
                result.seconds(),
                words);
    }

    private static String equal(boolean equal) {
        return equal ? "equal" : "DIFFER";
    }

    /** All of it in one line, for programs. */
    public String json() {
        var all = IntStream.range(0, results.size())
                .mapToObj(at -> json(scenarios.get(at), results.get(at)))
                .collect(Collectors.joining(", "));
        return "{\"seed\": " + seed + ", \"passed\": " + passed() + ", \"scenarios\": [" + all + "]}";
    }

    private static String json(ProcessorScenario scenario, PipelineResult result) {
        return String.format(
                Locale.ROOT,
                "{\"name\": %s, \"events\": %d, \"faults\": %d, \"lost\": %d, \"twice\": %d, \"alerts_equal\": %s,"
                        + " \"counts_equal\": %s, \"seconds\": %.1f, \"expects\": \"%s\", \"passed\": %s,"
                        + " \"notes\": [%s], \"problems\": [%s]}",
                ChaosReport.text(result.name()),
                result.events(),
                result.faults(),
                result.balance().lost(),
                result.balance().twice(),
                result.balance().alertsEqual(),
                result.balance().countsEqual(),
                result.seconds(),
                scenario.loses() ? "loss" : "exact",
                scenario.passed(result),
                ChaosReport.texts(result.remarks().notes()),
                ChaosReport.texts(result.remarks().problems()));
    }
}
