package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.service.Environment;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What analysts ask by command, on a real ClickHouse. */
class AnalystIT {
    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static ClickHouseConnection connection;
    private static Path variables;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.CLICKHOUSE);
        var settings = ClickHouseSettings.from(new Environment(stack.environment()));
        new SchemaTool(settings, SchemaSettings.DEFAULT).create(_ -> {});
        connection = ClickHouseConnection.open(settings);
        connection.execute("INSERT INTO " + settings.database() + ".events (event_id, project_id, run_id, timestamp,"
                + " event_type, provider, model, cost_estimate_usd, status, error_message) VALUES"
                + " ('q1', 'shop', 'q', now64(3), 'prompt_call', 'openai', 'gpt-4o', 0.5, 'success', NULL),"
                + " ('q2', 'shop', 'q', now64(3), 'prompt_call', 'openai', 'gpt-4o', 0.25, 'error', 'no, \"really\"')");
        variables = CommandRun.variables(folder, stack.environment());
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

    @Test
    void shouldSayThatTheDatabaseIsMissing(@TempDir Path other) throws IOException {
        var changed = new HashMap<>(stack.environment());
        changed.put("WATCHLLM_CLICKHOUSE_DATABASE", "none");

        var run = CommandRun.of(List.of("query", "run", "project_overview"), CommandRun.variables(other, changed));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("database 'none' is missing. Run: watchllm schema create");
    }

    private static CommandRun query(String name, String... arguments) {
        return CommandRun.of(List.of("query", "run", name), variables, arguments);
    }
}
