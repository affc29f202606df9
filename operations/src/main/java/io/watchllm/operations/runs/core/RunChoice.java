package io.watchllm.operations.runs.core;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Result of looking up a run: ids of runs are unique within a project only. */
public sealed interface RunChoice {

    /**
     * The run of one project.
     *
     * @param project the project
     */
    record Of(String project) implements RunChoice {}

    /**
     * No run, and why.
     *
     * @param problem a sentence
     * @param ambiguous whether several projects have such a run
     */
    record None(String problem, boolean ambiguous) implements RunChoice {}

    /**
     * Selects the project.
     *
     * @param events number of events of the run in each project
     * @param wanted the requested project; null for whichever has the run
     */
    static RunChoice of(String run, SortedMap<String, Long> events, @Nullable String wanted) {
        var there = events.entrySet().stream().map(RunChoice::text).collect(Collectors.joining(", "));
        if (events.isEmpty()) {
            return new None("there is no event of a run '" + run + "'", false);
        }
        if (wanted == null) {
            return events.size() == 1
                    ? new Of(events.firstKey())
                    : new None(
                            "several projects have a run '" + run + "': " + there + "; say which by --project", true);
        }
        return events.containsKey(wanted)
                ? new Of(wanted)
                : new None("project '" + wanted + "' has no run '" + run + "'; it is in " + there, false);
    }

    private static String text(Map.Entry<String, Long> project) {
        return "%s (%d %s)"
                .formatted(project.getKey(), project.getValue(), project.getValue() == 1 ? "event" : "events");
    }
}
