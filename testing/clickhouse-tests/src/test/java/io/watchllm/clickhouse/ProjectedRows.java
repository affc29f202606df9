package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.QueryArguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of ten days, of two projects and all types, and the questions that projections answer.
 *
 * @param database where they are
 */
record ProjectedRows(TestDatabase database) {
    /** Queries of the catalogue that are answered by a projection, and which. */
    static final Map<String, List<String>> QUESTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("cost_by_agent", List.of("by_run")),
            Map.entry("cost_by_template", List.of("by_version")),
            Map.entry("cost_by_user", List.of("by_run")),
            Map.entry("most_expensive_runs", List.of("by_run")),
            Map.entry("error_rate_by_model_version", List.of("by_version")),
            Map.entry("errors_by_type", List.of("by_kind")),
            Map.entry("failed_checks", List.of("by_kind")),
            Map.entry("first_token_latency", List.of("by_model")),
            Map.entry("flags_by_day", List.of("by_kind")),
            Map.entry("latency_by_model", List.of("by_model")),
            Map.entry("latency_per_hour", List.of("by_model")),
            Map.entry("rows_and_totals", List.of("by_version", "by_kind")),
            Map.entry("slowest_tools", List.of("by_tool")),
            Map.entry("unpriced_models", List.of("by_version"))));

    private static final int DAYS = 10;
    private static final Pattern SOURCE = Pattern.compile("ReadFromMergeTree \\(([\\w.]+)\\)");

    /**
     * Puts a block into {@code events} and one into {@code tool_calls}, as the sink does: once for each token.
     *
     * @param number of the block, from 0; two have no row in common, and no time
     */
    void insert(int number, int rows) {
        for (var table : List.of("events", "tool_calls")) {
            var sql = SqlFolder.resource("projections/" + table + ".sql")
                    .replace("{{block}}", String.valueOf(number))
                    .replace("{{rows}}", String.valueOf(rows))
                    .replace("{{step_ms}}", String.valueOf(DAYS * 86_400_000L / rows));
            database.sql(sql, Map.of("insert_deduplication_token", table + number, "async_insert", "0"));
        }
    }

    /** What a query of the catalogue answers for a project. */
    String answer(String query, String project) {
        return ask(query, project, Map.of());
    }

    /** What it answers from the rows themselves. */
    String fromRows(String query, String project) {
        return ask(query, project, Map.of("optimize_use_projections", "0"));
    }

    /** From what a query reads stored rows: projections, or {@code database.table}; the totals are left out. */
    List<String> sources(String query, String project) {
        var plan = database.sql("EXPLAIN " + sql(query), parameters(query, project));
        return SOURCE.matcher(plan)
                .results()
                .map(source -> source.group(1))
                .filter(source -> !source.endsWith("project_totals"))
                .toList();
    }

    private String ask(String query, String project, Map<String, String> settings) {
        var parameters = parameters(query, project);
        parameters.putAll(settings);
        return database.sql(sql(query), parameters);
    }

    private static String sql(String query) {
        return QueryCatalogue.load().find(query).orElseThrow().sql();
    }

    private static Map<String, String> parameters(String query, String project) {
        var catalogued = QueryCatalogue.load().find(query).orElseThrow();
        var given = new HashMap<>(Map.of("project", project, "days", "100", "hours", "2400"));
        given.keySet()
                .retainAll(catalogued.parameters().stream()
                        .map(CatalogueQuery.Parameter::name)
                        .toList());
        return new HashMap<>(QueryArguments.of(catalogued, given).values().entrySet().stream()
                .collect(Collectors.toMap(value -> "param_" + value.getKey(), Map.Entry::getValue)));
    }
}
