package io.watchllm.bench.queries;

import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import io.watchllm.clickhouse.core.QueryArguments;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to ask: parameters that hit rows which are there. */
final class QuestionSet {
    /** With fewer events, a day or a week has too few of some kinds. */
    private static final long DEFAULT_RANGES_MIN = 1_000_000;

    private static final int FEW_ROWS_DAYS = 30;

    /**
     * What to ask of a project.
     *
     * @param project its id
     * @param run one of its runs, in the middle of the time range
     * @param event a prompt call of that run
     */
    record Place(String project, String run, String event) {}

    private final Map<String, String> ranges;
    private final Place biggest;
    private final @Nullable Place median;

    private QuestionSet(Map<String, String> ranges, Place biggest, @Nullable Place median) {
        this.ranges = ranges;
        this.biggest = biggest;
        this.median = median;
    }

    /**
     * Looks for places in a filled database.
     *
     * @param recipe what it was filled with
     * @param days how far back questions look; null for what each takes by itself, if there are enough rows
     */
    static QuestionSet of(ClickHouseHttp http, String database, RowRecipe recipe, @Nullable Integer days) {
        var middle = recipe.end().minus(RowRecipe.RANGE.dividedBy(2));
        var projects = http.query("SELECT project_id FROM " + database
                        + ".project_totals GROUP BY project_id ORDER BY sum(events) DESC, project_id")
                .lines()
                .toList();
        var biggest = place(http, database, projects.getFirst(), middle)
                .orElseThrow(() -> new IllegalStateException("no step of the biggest project; fill in more rows"));
        return new QuestionSet(
                days != null ? ranges(days) : recipe.rows() < DEFAULT_RANGES_MIN ? ranges(FEW_ROWS_DAYS) : Map.of(),
                biggest,
                place(http, database, projects.get(projects.size() / 2), middle).orElse(null));
    }

    /** Of the biggest project. */
    Map<String, String> biggest(CatalogueQuery query) {
        return values(query, biggest);
    }

    /** Of the project in the middle; empty where it makes no difference, or the project has nothing to ask of. */
    Optional<Map<String, String>> median(CatalogueQuery query) {
        return median == null
                        || query.parameters().stream()
                                .noneMatch(parameter -> parameter.name().equals("project"))
                ? Optional.empty()
                : Optional.of(values(query, median));
    }

    private Map<String, String> values(CatalogueQuery query, Place place) {
        var known = new HashMap<>(Map.of(
                "project", place.project(),
                "run", place.run(),
                "event_id", place.event(),
                "words", "cancel reservation"));
        known.putAll(ranges);
        known.keySet()
                .retainAll(query.parameters().stream().map(Parameter::name).toList());
        var arguments = QueryArguments.of(query, known);
        if (!arguments.problems().isEmpty()) {
            throw new IllegalStateException("can't ask " + query.name() + ": " + arguments.problems());
        }
        return arguments.values();
    }

    private static Map<String, String> ranges(int days) {
        return Map.of(
                "days",
                String.valueOf(days),
                "hours",
                String.valueOf(Duration.ofDays(days).toHours()));
    }

    private static Optional<Place> place(ClickHouseHttp http, String database, String project, Instant middle) {
        var run = http.query("SELECT run_id FROM " + database + ".agent_steps WHERE project_id = '" + project
                + "' ORDER BY abs(toUnixTimestamp64Milli(timestamp) - " + middle.toEpochMilli()
                + "), run_id LIMIT 1 FORMAT TSVRaw");
        var event = http.query(
                "SELECT event_id FROM " + database + ".events WHERE project_id = '" + project + "' AND run_id = '" + run
                        + "' AND event_type = 'prompt_call' ORDER BY timestamp LIMIT 1 FORMAT TSVRaw");
        return run.isEmpty() || event.isEmpty() ? Optional.empty() : Optional.of(new Place(project, run, event));
    }
}
