package io.watchllm.operations.runs;

import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Outcome;
import io.watchllm.operations.runs.core.RunEvent.Place;
import io.watchllm.operations.runs.core.RunEvent.Usage;
import io.watchllm.operations.runs.core.RunTotals;
import io.watchllm.operations.runs.core.RunTotals.Spent;
import io.watchllm.operations.runs.core.RunTree;
import io.watchllm.operations.runs.core.RunView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads runs from ClickHouse. None of its queries reads prompts, responses, arguments or results. */
public record RunReader(BlockClient reader) {
    /** Most events and nested calls that are read of a run. */
    static final int EVENTS_MAX = 20_000;

    public static final String PROJECTS =
            "SELECT project_id, count() AS events FROM events WHERE run_id = {run:String} GROUP BY project_id";

    public static final String EVENTS = """
            SELECT event_id, toUnixTimestamp64Milli(timestamp) AS time, event_type, span_id, parent_span_id, provider, model,
                agent_name, tool_name, step_number, step_name, step_type, assertion_name, assertion_severity,
                hallucination_detection_method, alert_rule_id, alert_level, alert_state,
                toString(alert_actual_value) AS alert_value, toString(alert_threshold) AS alert_bound, status, latency_ms, error_type, error_message, tokens_input,
                tokens_cache_read, tokens_output, toString(cost_estimate_usd) AS cost_usd
            FROM events
            WHERE project_id = {project:String} AND run_id = {run:String}
            ORDER BY timestamp, event_id
            LIMIT 1 BY event_id
            LIMIT {limit:UInt32}""";

    public static final String CALLS = """
            SELECT event_id, toUnixTimestamp64Milli(timestamp) AS time, 'tool_call' AS event_type, agent_name, tool_name, status,
                latency_ms, error_type, error_message
            FROM tool_calls
            WHERE project_id = {project:String} AND run_id = {run:String}
            ORDER BY timestamp, event_id, call_index
            LIMIT 1 BY event_id, call_index
            LIMIT {limit:UInt32}""";

    /** Sums of all events and nested calls, one row per type; duplicates are merged as in {@link RunTree}. */
    public static final String TOTALS = """
            SELECT event_type, count() AS events, min(time) AS began, max(time + ifNull(latency_ms, 0)) AS ended,
                countIf(status IN ('error', 'timeout') OR event_type = 'error') AS errors,
                sum(ifNull(tokens_input, 0)) AS tokens_input, sum(ifNull(tokens_cache_read, 0)) AS tokens_cache_read,
                sum(ifNull(tokens_output, 0)) AS tokens_output, toString(sum(cost_estimate_usd)) AS cost_usd,
                countIf(cost_estimate_usd IS NULL) AS unpriced
            FROM (
                SELECT event_type, toUnixTimestamp64Milli(timestamp) AS time, status, latency_ms, tokens_input,
                    tokens_cache_read, tokens_output, cost_estimate_usd
                FROM events
                WHERE project_id = {project:String} AND run_id = {run:String}
                LIMIT 1 BY event_id
                UNION ALL
                SELECT 'tool_call', toUnixTimestamp64Milli(timestamp), status, latency_ms, NULL, NULL, NULL, NULL
                FROM tool_calls
                WHERE project_id = {project:String} AND run_id = {run:String} AND event_id GLOBAL NOT IN (
                    SELECT event_id FROM events
                    WHERE project_id = {project:String} AND run_id = {run:String} AND event_type = 'tool_call')
                LIMIT 1 BY event_id, call_index)
            GROUP BY event_type""";

    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

    /** Number of events that each project has of a run with this id; empty when there is none. */
    public SortedMap<String, Long> projects(String run) {
        return rows(PROJECTS, Map.of("run", run), row -> row).stream()
                .collect(Collectors.toMap(
                        row -> text(row, "project_id"),
                        row -> row.path("events").asLong(),
                        Long::sum,
                        TreeMap::new));
    }

    /**
     * Reads the run of a project.
     *
     * @throws IllegalStateException when its events have left the table since the call of {@link #projects}
     */
    public RunView read(String project, String run) {
        var values = Map.of("project", project, "run", run, "limit", String.valueOf(EVENTS_MAX + 1));
        var events = rows(EVENTS, values, RunReader::event);
        var calls = rows(CALLS, values, RunReader::event);
        if (events.isEmpty()) {
            throw new IllegalStateException("the events of run '" + run + "' are gone");
        }
        var more = Math.max(events.size(), calls.size()) > EVENTS_MAX;
        var tree = RunTree.of(first(events), first(calls));
        return new RunView(project, run, tree, more ? totals(project, run) : tree.totals(), more);
    }

    private RunTotals totals(String project, String run) {
        return rows(TOTALS, Map.of("project", project, "run", run), RunReader::total).stream()
                .reduce(RunTotals::plus)
                .orElseThrow();
    }

    /** The sums of one type of events. */
    private static RunTotals total(JsonNode row) {
        var kind = Kind.ofType(text(row, "event_type"));
        var began = Instant.ofEpochMilli(row.path("began").asLong());
        return new RunTotals(
                began,
                Duration.between(began, Instant.ofEpochMilli(row.path("ended").asLong())),
                Map.of(kind, row.path("events").asInt()),
                row.path("errors").asInt(),
                kind == Kind.PROMPT ? spent(row) : Spent.NOTHING);
    }

    private static Spent spent(JsonNode row) {
        var cost = optional(row, "cost_usd");
        return new Spent(
                row.path("tokens_input").asLong(),
                row.path("tokens_cache_read").asLong(),
                row.path("tokens_output").asLong(),
                cost == null ? BigDecimal.ZERO : new BigDecimal(cost),
                row.path("unpriced").asInt());
    }

    private static List<RunEvent> first(List<RunEvent> events) {
        return events.subList(0, Math.min(events.size(), EVENTS_MAX));
    }

    private <T> List<T> rows(String sql, Map<String, String> values, Function<JsonNode, T> reading) {
        return reader.read(sql, values, ClickHouseFormat.JSONEachRow, body -> {
            try (MappingIterator<JsonNode> rows = JSON.readValues(body)) {
                return rows.readAll().stream().map(reading).toList();
            }
        });
    }

    private static RunEvent event(JsonNode row) {
        var kind = Kind.ofType(text(row, "event_type"));
        var error = words(": ", text(row, "error_type"), text(row, "error_message"));
        return new RunEvent(
                text(row, "event_id"),
                kind,
                name(kind, row),
                new Place(
                        Instant.ofEpochMilli(row.path("time").asLong()),
                        number(row, "step_number"),
                        optional(row, "span_id"),
                        optional(row, "parent_span_id")),
                new Outcome(number(row, "latency_ms"), text(row, "status"), error),
                kind == Kind.PROMPT ? usage(row) : null);
    }

    private static String name(Kind kind, JsonNode row) {
        return switch (kind) {
            case PROMPT -> words("/", text(row, "provider"), text(row, "model"));
            case STEP -> words(" ", text(row, "step_name"), inBrackets(row, "step_type"), by(row));
            case TOOL -> words(" ", text(row, "tool_name"), by(row));
            case ASSERTION -> words(" ", text(row, "assertion_name"), inBrackets(row, "assertion_severity"));
            case HALLUCINATION -> text(row, "hallucination_detection_method");
            case ALERT ->
                words(
                        " ",
                        text(row, text(row, "alert_state").equals("resolved") ? "alert_state" : "alert_level"),
                        text(row, "alert_rule_id"),
                        words(" of ", text(row, "alert_value"), text(row, "alert_bound")));
            case ERROR, OTHER -> "";
        };
    }

    private static String by(JsonNode row) {
        return text(row, "agent_name").isEmpty() ? "" : "by " + text(row, "agent_name");
    }

    private static String inBrackets(JsonNode row, String column) {
        return text(row, column).isEmpty() ? "" : "(" + text(row, column) + ")";
    }

    private static String words(String between, String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(between));
    }

    private static Usage usage(JsonNode row) {
        var cost = optional(row, "cost_usd");
        return new Usage(
                row.path("tokens_input").asInt(),
                row.path("tokens_cache_read").asInt(),
                row.path("tokens_output").asInt(),
                cost == null ? null : new BigDecimal(cost));
    }

    private static String text(JsonNode row, String column) {
        var value = optional(row, column);
        return value == null ? "" : value;
    }

    /** The text of a column; null when it is null or empty. */
    private static @Nullable String optional(JsonNode row, String column) {
        var value = row.path(column);
        return value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }

    private static @Nullable Integer number(JsonNode row, String column) {
        var value = row.path(column);
        return value.isInt() ? value.intValue() : null;
    }
}
