package io.watchllm.bench.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.bench.core.QueriesReport;
import io.watchllm.bench.core.QueryFigures;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.localstack.LocalClickHouse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small run on a real engine; then its tables are found again and asked by hand. */
class QueriesBenchIT {
    private static final long ROWS = 20_000;

    /** They ask of what there should be nothing. */
    private static final List<String> WITHOUT_ANSWER = List.of("costs_corrected", "rows_stored_twice");

    @TempDir
    private static Path folder;

    private static final StringWriter progress = new StringWriter();
    private static QueriesReport report;
    private static LocalClickHouse server;
    private static ClickHouseHttp http;

    @BeforeAll
    static void run() {
        report = new QueriesBench(new QueriesPlan(ROWS, 1, null, true, folder), new PrintWriter(progress)).run();
        server = LocalClickHouse.start(folder);
        http = new ClickHouseHttp(server.httpUrl());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldAskEveryQueryAndFindRows() {
        assertThat(report.queries())
                .extracting(QueryFigures::name)
                .containsExactlyElementsOf(QueryCatalogue.load().names());
        assertThat(report.queries().stream()
                        .filter(query -> query.own().answerRows() == 0)
                        .map(QueryFigures::name))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_ANSWER);
        assertThat(report.queries().stream()
                        .filter(query -> query.peer() == null || query.peer().answerRows() == 0)
                        .map(QueryFigures::name))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_ANSWER);
        assertThat(report.json())
                .containsEntry("rows", ROWS)
                .containsKeys("compression_ratio", "peer_speed_ratio_median", "peer_disk_ratio")
                .doesNotContainValue(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts_with_events",
                "cost_by_model",
                "cost_by_day",
                "cost_by_user",
                "cost_by_agent",
                "cost_by_template",
                "cache_savings",
                "most_expensive_runs",
                "error_rate_per_hour",
                "error_rate_by_model_version",
                "errors_by_type",
                "failed_checks",
                "flags_by_day",
                "recent_alerts",
                "recent_events",
                "rows_and_totals",
                "run_cost",
                "run_timeline",
                "run_trace",
                "slowest_calls",
                "slowest_tools",
                "unpriced_models",
                "wasted_spend"
            })
    void shouldGetTheSameAnswerOfThePlainTables(String name) {
        var query = QueryCatalogue.load().find(name).orElseThrow();
        var recipe = new RowRecipe(ROWS, Instant.now(), RecordedTexts.load());
        var values = QuestionSet.of(http, "watchllm", recipe, null).biggest(query);

        var own = answer("watchllm", query.sql(), values);
        assertThat(own).isNotEmpty();
        assertThat(answer(PlainSchema.DATABASE, PlainSchema.question(name, query.sql()), values))
                .isEqualTo(own);
    }

    @Test
    void shouldLookBackAsFarAsTold() {
        var recipe = new RowRecipe(ROWS, Instant.now(), RecordedTexts.load());
        var questions = QuestionSet.of(http, "watchllm", recipe, 45);

        for (var query : QueryCatalogue.load().queries()) {
            var told = questions.biggest(query);
            assertThat(told.getOrDefault("days", "45")).as(query.name()).isEqualTo("45");
            assertThat(told.getOrDefault("hours", "1080")).as(query.name()).isEqualTo("1080");
        }
    }

    @Test
    void shouldFillAsItSays() {
        assertThat(http.query("SELECT count(), uniqExact(event_id), min(timestamp) > now() - toIntervalDay(61)"
                        + " FROM watchllm.events WHERE source_offset >= 0"))
                .isEqualTo(ROWS + "\t" + ROWS + "\t1");
        assertThat(http.query("SELECT min(events) >= 5, max(events) <= 50 FROM (SELECT count() AS events FROM"
                        + " watchllm.events WHERE source_offset BETWEEN 0 AND 19799 GROUP BY project_id, run_id)"))
                .isEqualTo("1\t1");
        assertThat(http.query("SELECT countIf(event_type = 'tool_call') = (SELECT count() FROM watchllm.tool_calls),"
                        + " countIf(event_type = 'agent_step') = (SELECT count() FROM watchllm.agent_steps),"
                        + " countIf(prompt LIKE '%Airline Agent Policy%') BETWEEN 200 AND 1000 FROM watchllm.events"))
                .isEqualTo("1\t1\t1");
        assertThat(http.query("SELECT sum(requests), sum(cost_usd) FROM watchllm.hourly_metrics"))
                .isEqualTo(http.query("SELECT count(), sum(cost_estimate_usd) FROM watchllm.events"
                        + " WHERE event_type = 'prompt_call'"));
    }

    @Test
    void shouldFindItsTablesAgain() {
        assertThat(progress.toString()).contains("database watchllm: filled", "database plain: filled", "needs up to");
        var recipe = new RowRecipe(ROWS, Instant.now(), RecordedTexts.load());

        assertThat(new FillLog(http).end("watchllm", recipe.print())).isPresent();
        assertThat(new FillLog(http).end("watchllm", new RowRecipe(ROWS + 1, recipe.end(), recipe.texts()).print()))
                .isEmpty();
    }

    /** Rows of an answer. Equals come in any order, and a sum of nothing is null where columns may be. */
    private static List<String> answer(String database, String sql, Map<String, String> values) {
        var parameters = new HashMap<>(Map.of("database", database));
        values.forEach((name, value) -> parameters.put("param_" + name, value));
        return http.ask(sql, parameters)
                .body()
                .lines()
                .map(line -> line.replace("\\N", "0"))
                .sorted()
                .toList();
    }
}
