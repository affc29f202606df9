package io.watchllm.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.cli.CommandRun;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.operations.runs.RunReader;
import io.watchllm.runtime.Environment;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What analysts ask by command, on a real ClickHouse. */
class AnalystIT {
    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static ClickHouseSettings settings;
    private static ClickHouseConnection connection;
    private static Path variables;
    private static String yesterday;

    @BeforeAll
    static void start() throws Exception {
        yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        stack = TestStack.start(Part.CLICKHOUSE);
        settings = ClickHouseSettings.from(new Environment(stack.environment()));
        new SchemaTool(settings, SchemaSettings.DEFAULT).create(_ -> {});
        connection = ClickHouseConnection.open(settings);
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, provider, model, cost_estimate_usd, status, error_message) VALUES"
                + " ('q1', 'shop', 'q', now64(3), 'prompt_call', 'openai', 'gpt-4o', 0.5, 'success', NULL),"
                + " ('q2', 'shop', 'q', now64(3), 'prompt_call', 'openai', 'gpt-4o', 0.25, 'error', 'no, \"really\"')");
        insert("events");
        insert("tool_calls");
        variables = CommandRun.variables(folder, stack.environment());
    }

    /** The rows of a file, whose DAY is yesterday. */
    private static void insert(String table) throws IOException {
        try (var rows = Objects.requireNonNull(AnalystIT.class.getResourceAsStream(table + ".ndjson"))) {
            connection.execute("INSERT INTO " + settings.database() + "." + table + " FORMAT JSONEachRow "
                    + new String(rows.readAllBytes(), StandardCharsets.UTF_8).replace("DAY", yesterday));
        }
    }

    @AfterAll
    static void stop() {
        connection.close();
        stack.close();
    }

    @Test
    void shouldTellAnAnswerAsATableAsCsvAndAsJson() {
        assertThat(query("cost_by_model", "-p", "project=shop").out()).isEqualTo("""
                provider  model   requests  cost_usd  unpriced  tokens_input  tokens_output
                openai    gpt-4o         2      0.75         0             0              0
                """);
        assertThat(query("cost_by_model", "-p", "project=shop", "--format", "csv")
                        .out())
                .isEqualTo("""
                        "provider","model","requests","cost_usd","unpriced","tokens_input","tokens_output"
                        "openai","gpt-4o",2,0.75,0,0,0
                        """);
        assertThat(query("errors_by_type", "-p", "project=shop", "-p", "days=1", "--format", "json")
                        .out())
                .contains("\"event_type\":\"prompt_call\"", "\"error_message_last\":\"no, \\\"really\\\"\"}")
                .hasLineCount(1);
        assertThat(query("cost_by_model", "-p", "project=it's").out()).isEqualTo("no rows\n");
    }

    /** By the list that ships inside: 2.5 USD for a million tokens of gpt-4o, 1.25 for cached ones. */
    @Test
    void shouldSayWhatACacheSavedByThePriceList() {
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, provider, model, tokens_input, tokens_cache_read, status) VALUES ('k1', 'cached', 'k',"
                + " now64(3), 'prompt_call', 'openai', 'gpt-4o-2024-11-20', 3000000, 2000000, 'success'), ('k2',"
                + " 'cached', 'k', now64(3), 'prompt_call', 'us', 'our \"own\"', 30, 20, 'success')");

        var run = query("cache_savings", "-p", "project=cached", "--format", "csv");

        assertThat(run.err()).contains("prices are those that ship inside, since WATCHLLM_KAFKA_BOOTSTRAP is not set");
        assertThat(run.out())
                .endsWith("\"openai\",\"gpt-4o-2024-11-20\",1,3000000,2000000,0,0.6667,0,2.5\n"
                        + "\"us\",\"our \"\"own\"\"\",1,30,20,0,0.6667,20,\\N\n");
    }

    /** As bytes for programs, harmless in a spreadsheet, and harmless for a terminal in a table. */
    @Test
    void shouldTellTextsFromOutsideAsTheReaderNeedsThem() {
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, user_id, cost_estimate_usd, status) VALUES ('s1', 'sheet', 's', now64(3), 'prompt_call',"
                + " '=HYPERLINK(\"http://x\")', 0.5, 'success'), ('s2', 'sheet', 's', now64(3), 'prompt_call',"
                + " 'a\\x1B\u009B1m', 0.25, 'success')");

        assertThat(query("cost_by_user", "-p", "project=sheet", "--format", "csv", "--spreadsheet")
                        .out())
                .contains("\n\"'=HYPERLINK(\"\"http://x\"\")\",", "\n\"a\u001B\u009B1m\",", "0.5");
        assertThat(query("cost_by_user", "-p", "project=sheet", "--format", "csv")
                        .out())
                .contains("\n\"=HYPERLINK(", "\n\"a\u001B\u009B1m\",");
        assertThat(query("cost_by_user", "-p", "project=sheet", "--format", "json")
                        .out())
                .contains("\"a\\u001B\\u009b1m\"");
        assertThat(query("cost_by_user", "-p", "project=sheet").out()).contains("a\uFFFD\uFFFD1m");
    }

    @Test
    void shouldSayThatTheDatabaseIsMissing(@TempDir Path other) throws IOException {
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_CLICKHOUSE_DATABASE", "none");

        var run = CommandRun.of(List.of("query", "run", "project_overview"), CommandRun.variables(other, changed));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("database 'none' is missing. Run: watchllm schema create");
    }

    @Test
    void shouldShowARunAsATree() {
        var run = run("show", "r1");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                run r1 of project agents, began %sT08:00:00Z
                3.05 s: 2 prompt calls, 1 step, 3 tool calls, 3 errors
                0.0125 USD without 1 call whose cost is not known, 1,210 tokens in (0 of them cached), 30 out

                 START    TOOK                                         TOKENS IN  OUT     USD
                +0.000  900 ms  ├─ step 1 plan by ann
                +0.100  700 ms  │  └─ prompt openai/gpt-4o                 1,200   30  0.0125
                +0.100   10 ms  │     ├─ tool first                                            timeout
                +0.100   20 ms  │     └─ tool second
                +2.000   80 ms  ├─ tool book by ann                                            error: Conflict: seat taken
                +3.000   50 ms  └─ prompt openai/new (parent unknown)         10    0       ?  timeout
                """.formatted(yesterday));
        assertThat(run("show", "r1", "--json").out())
                .startsWith("{\"run_id\":\"r1\",\"project_id\":\"agents\",\"began\":\"" + yesterday + "T08:00:00Z\"")
                .contains("\"cost_usd\":0.0125,\"unpriced\":1");
    }

    /** 25,000 calls of 0.001 USD, stored twice each, and a tool call that its table of nested calls has, too. */
    @Test
    void shouldSumAllEventsOfARunThatHasMoreThanAreShown() throws Exception {
        var calls = "INSERT INTO " + settings.database()
                + ".events (event_id, project_id, run_id, timestamp, event_type,"
                + " provider, model, cost_estimate_usd, tokens_input, tokens_output, status, latency_ms) SELECT 'c' || number,"
                + " 'big', 'big', toDateTime64('" + yesterday + " 08:00:00', 3, 'UTC') + toIntervalMillisecond(number),"
                + " 'prompt_call', 'openai', 'gpt-4o', 0.001, 10, 2, if(number = 24999, 'error', 'success'), 100"
                + " FROM numbers(25000)";
        connection.execute(calls);
        connection.execute(calls);
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, tool_name, status) VALUES ('t', 'big', 'big', '" + yesterday
                + " 08:00:30.000', 'tool_call', 'book', 'success')");
        connection.execute(
                "INSERT INTO " + settings.database() + ".tool_calls (event_id, project_id, run_id, timestamp,"
                        + " call_index, tool_name, status) VALUES ('t', 'big', 'big', '" + yesterday
                        + " 08:00:30.000', 0, 'book', 'success'), ('c1', 'big', 'big', '" + yesterday
                        + " 08:00:00.001', 0, 'nested', 'timeout')");

        var run = run("show", "big");

        assertThat(run.out()).startsWith("""
                run big of project big, began %sT08:00:00Z
                30.00 s: 25,000 prompt calls, 0 steps, 2 tool calls, 2 errors
                25.00 USD, 250,000 tokens in (0 of them cached), 50,000 out
                shown are the first 20,002 of 25,002 events and nested calls

                """.formatted(yesterday));
        assertThat(run.out()).hasLineCount(5 + 1 + 20_002);
        assertThat(run.err()).isEqualTo("watchllm: the run has more events than are shown; its sums are of all\n");
        var json = new ObjectMapper().readTree(run("show", "big", "--json").out());
        assertThat(json.path("cost_usd").decimalValue()).isEqualByComparingTo("25");
        assertThat(json.path("prompt_calls").asInt()).isEqualTo(25_000);
        assertThat(json.path("shown").asInt()).isEqualTo(20_002);
    }

    /** A call of a second; the alert about it fires meanwhile and ends an hour later. */
    @Test
    void shouldNotCountAlertsAsPartOfTheRun() {
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, latency_ms, alert_rule_id, alert_level, alert_state, alert_actual_value, alert_threshold)"
                + " VALUES ('p', 'alerted', 'a1', '" + yesterday
                + " 08:00:00', 'prompt_call', 1000, NULL, NULL, NULL, NULL,"
                + " NULL), ('f', 'alerted', 'a1', '" + yesterday
                + " 08:00:00.5', 'performance_alert', NULL, 'slow', 'warn',"
                + " 'firing', 4, 3), ('r', 'alerted', 'a1', '" + yesterday
                + " 09:00:00', 'performance_alert', NULL, 'slow',"
                + " 'warn', 'resolved', 0, 3)");

        assertThat(run("show", "a1").out())
                .startsWith("run a1 of project alerted, began %sT08:00:00Z\n1.00 s: 1 prompt call".formatted(yesterday))
                .contains("alert warn slow 4 of 3", "alert resolved slow 0 of 3");
    }

    @Test
    void shouldSayWhatThereIsWhenNothingMatches() {
        var wrongRange = query("cost_by_model", "-p", "project=agents", "-p", "from=2020-01-01", "-p", "to=2020-01-02");
        var wrongProject = query("cost_by_model", "-p", "project=agent");

        assertThat(wrongRange.out()).isEqualTo("no rows\n");
        assertThat(wrongRange.err()).startsWith("watchllm: project 'agents' has events from " + yesterday);
        assertThat(wrongProject.err()).startsWith("watchllm: project 'agent' has no events; did you mean 'agents'?");
    }

    @Test
    void shouldAskForTheProjectWhereSeveralHaveTheRun() {
        var several = run("show", "r2");

        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err())
                .isEqualTo("watchllm: several projects have a run 'r2': agents (1 event), other (1 event); say which by"
                        + " --project\n");
        assertThat(run("show", "r2", "--project", "other").out()).startsWith("run r2 of project other");
        assertThat(run("show", "none").exitCode()).isEqualTo(1);
        assertThat(run("show", "none").err()).isEqualTo("watchllm: there is no event of a run 'none'\n");
    }

    @Test
    void shouldFindARunByItsIndex() {
        var values = Map.of("project", "agents", "run", "r1", "limit", "10");
        try (var runner = BlockClient.open(settings)) {
            for (var sql : List.of(RunReader.PROJECTS, RunReader.EVENTS, RunReader.CALLS, RunReader.TOTALS)) {
                var plan = runner.read(
                        "EXPLAIN indexes = 1 " + sql,
                        values,
                        ClickHouseFormat.TabSeparated,
                        body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));

                assertThat(plan).contains("idx_run_id");
            }
        }
    }

    private static CommandRun run(String command, String... arguments) {
        return CommandRun.of(List.of("run", command), variables, arguments);
    }

    private static CommandRun query(String name, String... arguments) {
        return CommandRun.of(List.of("query", "run", name), variables, arguments);
    }
}
