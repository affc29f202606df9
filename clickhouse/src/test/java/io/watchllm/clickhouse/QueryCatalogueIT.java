package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryCatalogueIT {
    private static final QueryCatalogue CATALOGUE = QueryCatalogue.load();
    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Instant now = Instant.now();
    private TestDatabase database;

    @BeforeEach
    void fill() {
        database = TestDatabase.created();
        insert("e1", 0, "prompt_call", new Call("gpt-4o", "0.5", "success", 100));
        insert("e2", 1, "prompt_call", new Call("gpt-4o", "0.25", "error", 200));
        insert("e3", 2, "prompt_call", new Call("claude", "2", "timeout", 400));
        insert("e4", 3, "prompt_call", new Call("claude", "NULL", "success", 800));
        insert("e5", 24 * 9, "prompt_call", new Call("claude", "100", "success", 800));
        insert("a1", 1, "cost_threshold_exceeded", new Call("gpt-4o", "1000", "NULL", 1));
        database.sql("INSERT INTO agent_steps (event_id, project_id, run_id, timestamp, step_number, step_name) VALUES"
                + " ('s3', 'p1', 'r1', now(), 3, 'answer'), ('s1', 'p1', 'r1', now(), 1, 'look'),"
                + " ('s2', 'p1', 'r1', now(), 2, 'think'), ('s4', 'p1', 'r2', now(), 1, 'other')");
        database.sql(
                "INSERT INTO tool_calls (event_id, project_id, run_id, timestamp, tool_name, latency_ms, status) VALUES"
                        + " ('t1', 'p1', 'r1', now(), 'search', 50, 'success'), ('t2', 'p1', 'r1', now(), 'search', 50, 'error'),"
                        + " ('t3', 'p1', 'r1', now(), 'book', 900, 'success')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void shouldRunEveryQuery() {
        for (var query : CATALOGUE.queries()) {
            var arguments = query.parameters().stream()
                    .collect(Collectors.toMap(
                            parameter -> parameter.name(),
                            parameter -> parameter.type().startsWith("DateTime64")
                                    ? SQL_TIME.format(now)
                                    : parameter.type().startsWith("UInt") ? "3" : "p1"));

            assertThat(run(query.name(), arguments)).as(query.name()).isNotNull();
        }
    }

    @Test
    void shouldShowTheNewestEventsFirst() {
        assertThat(run("recent_events", Map.of("project", "p1", "hours", "24", "limit", "2"))
                        .lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("e1"),
                        line -> assertThat(line).contains("\t"));
        assertThat(run("recent_events", Map.of("project", "none", "hours", "24", "limit", "2")))
                .isEmpty();
    }

    @Test
    void shouldSumCostByModelWithoutAlertsAndOldCalls() {
        assertThat(run("cost_by_model_7d", Map.of("project", "p1")))
                .isEqualTo("\tclaude\t2\t2\t1\t20\t40\n\tgpt-4o\t2\t0.75\t0\t20\t40");
    }

    @Test
    void shouldGiveTheErrorRatePerHour() {
        assertThat(run("error_rate_per_hour_24h", Map.of("project", "p1"))
                        .lines()
                        .map(line -> line.split("\t", 2)[1]))
                .containsExactly("1\t0\t0", "1\t1\t1", "1\t1\t1", "1\t0\t0");
    }

    @Test
    void shouldReplayARunInStepOrder() {
        assertThat(run("run_trace", Map.of("project", "p1", "run", "r1"))
                        .lines()
                        .map(line -> line.split("\t", -1)[2]))
                .containsExactly("look", "think", "answer");
        assertThat(run("run_timeline", Map.of("project", "p1", "run", "r1")).lines())
                .hasSize(6);
    }

    @Test
    void shouldReadBackWhatWasInsertedByHand() {
        run(
                "insert_one_event",
                Map.of(
                        "event_id",
                        "hand",
                        "project",
                        "p9",
                        "run",
                        "r9",
                        "timestamp",
                        SQL_TIME.format(now),
                        "model",
                        "gpt-4o",
                        "prompt",
                        "What's \"up\"?",
                        "response",
                        "All."));

        assertThat(database.sql(
                        "SELECT event_id, run_id, timestamp, event_type, env, tags, prompt, model, tokens_input,"
                                + " tokens_output, cost_estimate_usd, response, latency_ms, status, source_partition,"
                                + " source_offset, flags FROM events WHERE project_id = 'p9'"))
                .isEqualTo("hand\tr9\t" + SQL_TIME.format(now)
                        + "\tprompt_call\tproduction\t['by-hand']\tWhat\\'s \"up\"?\tgpt-4o"
                        + "\t1200\t340\t0.0125\tAll.\t850\tsuccess\t-1\t-1\t[]");
        assertThat(run("one_event", Map.of("project", "p9", "event_id", "hand")))
                .startsWith("hand\tp9\tr9");
        assertThat(
                        database.sql(
                                "SELECT requests, cost_usd, latency_ms_p99 > 840, users FROM hourly_report WHERE project_id = 'p9'"))
                .isEqualTo("1\t0.0125\t1\t0");
    }

    @Test
    void shouldSummarizeProjectsAndTools() {
        assertThat(database.sql(
                        "SELECT project_id, total_events, prompt_calls, total_errors, successful_events, unpriced,"
                                + " total_cost_usd, latency_ms_avg FROM project_summary"))
                .isEqualTo("p1\t6\t5\t2\t3\t1\t102.75\t460");
        assertThat(run("project_overview", Map.of())).startsWith("p1\t6");
        assertThat(run("slowest_tools_7d", Map.of("project", "p1")).lines().map(line -> line.split("\t", -1)[0]))
                .containsExactly("book", "search");
        assertThat(run("recent_alerts", Map.of("project", "p1")).lines()).hasSize(1);
    }

    /** What a call was like; status and cost as SQL reads them, NULL included. */
    private record Call(String model, String cost, String status, int latency) {}

    private String run(String name, Map<String, String> arguments) {
        var query = CATALOGUE.find(name).orElseThrow();
        var parameters = arguments.entrySet().stream()
                .collect(Collectors.toMap(argument -> "param_" + argument.getKey(), Map.Entry::getValue));
        return database.sql(query.sql(), parameters);
    }

    private void insert(String id, int hoursAgo, String type, Call call) {
        var time = SQL_TIME.format(now.minus(hoursAgo, ChronoUnit.HOURS));
        database.sql(
                "INSERT INTO events (event_id, project_id, run_id, timestamp, event_type, env, tags, prompt, model,"
                        + " tokens_input, tokens_output, cost_estimate_usd, response, latency_ms, status) VALUES ('"
                        + id
                        + "', 'p1', 'r1', '" + time + "', '" + type + "', 'production', ['a'], 'Hi', '" + call.model()
                        + "', 10, 20, " + call.cost() + ", 'Ho', " + call.latency() + ", "
                        + (call.status().equals("NULL") ? "NULL" : "'" + call.status() + "'") + ")");
    }
}
