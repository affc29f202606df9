package io.watchllm.chaos;

import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.scenario.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run came to.
 *
 * @param seed what chance rested on
 * @param scenarios what was played
 * @param results one for each, in the same order
 */
public record ChaosReport(long seed, List<Scenario> scenarios, List<ScenarioResult> results) {
    /** Over the lines of {@link #line}. */
    public static final String HEADER = "%-20s %10s %7s %6s %6s %6s %8s %8s  %s"
            .formatted("scenario", "rows", "faults", "lost", "said", "twice", "rollups", "seconds", "");

    public ChaosReport {
        scenarios = List.copyOf(scenarios);
        results = List.copyOf(results);
    }

    /** Whether each scenario came to what it has to. */
    public boolean passed() {
        return IntStream.range(0, results.size())
                .allMatch(at -> scenarios.get(at).passed(results.get(at)));
    }

    /** A result for people. */
    public static String line(Scenario scenario, ScenarioResult result) {
        var words = new StringBuilder(scenario.passed(result) ? "ok" : "FAILED");
        if (scenario.kind() == Scenario.Kind.DUPLICATE) {
            words.append("; has to show a duplicate");
        }
        result.remarks().notes().forEach(note -> words.append("; ").append(note));
        result.remarks().problems().forEach(problem -> words.append("; ").append(problem));
        return String.format(
                Locale.ROOT,
                "%-20s %,10d %7d %6d %6d %6d %8s %8.1f  %s",
                result.name(),
                result.rows(),
                result.faults(),
                result.balance().lost(),
                result.balance().lostSaid(),
                result.balance().twice(),
                result.balance().rollupsEqual() ? "equal" : "DIFFER",
                result.seconds(),
                words);
    }

    /** All of it in one line, for programs. */
    public String json() {
        var all = IntStream.range(0, results.size())
                .mapToObj(at -> json(scenarios.get(at), results.get(at)))
                .collect(Collectors.joining(", "));
        return "{\"seed\": " + seed + ", \"passed\": " + passed() + ", \"scenarios\": [" + all + "]}";
    }

    private static String json(Scenario scenario, ScenarioResult result) {
        return String.format(
                Locale.ROOT,
                "{\"name\": %s, \"rows\": %d, \"faults\": %d, \"lost\": %d, \"lost_said\": %d, \"twice\": %d,"
                        + " \"twice_said\": %d, \"rollups_equal\": %s, \"seconds\": %.1f, \"expects\": \"%s\", \"passed\": %s, \"notes\": [%s], \"problems\": [%s]}",
                text(result.name()),
                result.rows(),
                result.faults(),
                result.balance().lost(),
                result.balance().lostSaid(),
                result.balance().twice(),
                result.balance().twiceSaid(),
                result.balance().rollupsEqual(),
                result.seconds(),
                scenario.kind().name().toLowerCase(Locale.ROOT),
                scenario.passed(result),
                texts(result.remarks().notes()),
                texts(result.remarks().problems()));
    }

    static String texts(List<String> all) {
        return all.stream().map(ChaosReport::text).collect(Collectors.joining(", "));
    }

    static String text(String words) {
        var quoted = new StringBuilder("\"");
        for (var at = 0; at < words.length(); at++) {
            var character = words.charAt(at);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append(' ');
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
