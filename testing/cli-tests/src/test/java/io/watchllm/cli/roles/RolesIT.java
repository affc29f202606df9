package io.watchllm.cli.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.QueryArguments;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.audit.Audit;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.rollup.RollupReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users who have one role each, on a real engine that checks every right, those on system tables and engines too: each
 * does its work and nothing else.
 */
class RolesIT {

    private static final String PRICES = """
            {"price_version": "it", "source": "test", "prices": [{"model": "it-a", "input_usd": 0.5, "output_usd": 1}]}""";

    @TempDir
    private static Path folder;

    private static RolesStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = new RolesStack(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldPrintWhatClickHouseUnderstands() {
        for (var statement : stack.statements()) {
            assertThat(stack.ask("default", "SELECT formatQuery(" + SqlLiteral.of(statement) + ")"))
                    .isNotEmpty();
        }
        assertThat(stack.statements())
                .contains(
                        "CREATE ROW POLICY OR REPLACE `watchllm_reader_it's` ON watchllm.events USING project_id = 'it\\'s'"
                                + " AS PERMISSIVE TO `watchllm_reader:it's`");
    }

    @Test
    void shouldSayWhyAServerWithUsersInFilesTakesNone() throws Exception {
        var refused = stack.command("default", "schema", "grants", "--apply");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("failed at \"CREATE ROLE IF NOT EXISTS `watchllm_writer`\"", "storage is readonly");
    }

    @Test
    void shouldLetTheWriterAuditAndNoMore() throws Exception {
        try (var registry = new KafkaConnection(stack.settings("sink").kafka()).registry();
                var audit = new Audit(stack.settings("sink"), registry, Clock.systemUTC())) {
            for (var table : SinkTable.ALL) {
                assertThat(audit.rollups(table))
                        .flatExtracting(RollupReport::differences)
                        .isEmpty();
                assertThat(audit.rows(table, new Audit.Scope(null, null, false)).partitions())
                        .isNotEmpty();
            }
        }

        refuses("sink", """
                SELECT prompt FROM watchllm.events
                SELECT tool_input FROM watchllm.tool_calls
                SELECT reasoning FROM watchllm.agent_steps
                SELECT count() FROM watchllm.cost_corrections
                SELECT count() FROM watchllm.schema_migrations
                INSERT INTO watchllm.hourly_metrics (project_id) VALUES ('p')
                INSERT INTO watchllm.cost_corrections (project_id) VALUES ('p')
                INSERT INTO watchllm.schema_migrations (number) VALUES (99)
                ALTER TABLE watchllm.events UPDATE prompt = '' WHERE 1
                ALTER TABLE watchllm.events DELETE WHERE 1
                ALTER TABLE watchllm.events MODIFY TTL toDateTime(timestamp) + INTERVAL 1 DAY
                DELETE FROM watchllm.events WHERE 1
                TRUNCATE TABLE watchllm.events
                OPTIMIZE TABLE watchllm.events FINAL
                DROP TABLE watchllm.events
                CREATE TABLE watchllm.mine (x UInt8) ENGINE = MergeTree ORDER BY x
                SELECT count() FROM system.users
                SELECT * FROM system.parts
                SELECT * FROM url('http://127.0.0.1:1/', 'TSV', 'x String')
                """);
    }

    @Test
    void shouldLetTheReaderAskEverythingOfTheCatalogueAndNoMore() {
        try (var reader = BlockClient.open(stack.connection("analyst"))) {
            for (var query : QueryCatalogue.load().queries()) {
                assertThat(answer(reader, query)).as(query.name()).isNotEmpty();
            }
        }
        assertThat(stack.ask("analyst", "SELECT uniqExact(project_id) FROM watchllm.project_summary"))
                .isEqualTo("2");

        refuses("analyst", """
                INSERT INTO watchllm.events (event_id) VALUES ('x')
                ALTER TABLE watchllm.events UPDATE prompt = '' WHERE 1
                DELETE FROM watchllm.events WHERE 1
                TRUNCATE TABLE watchllm.hourly_metrics
                DROP VIEW watchllm.hourly_report
                CREATE TABLE watchllm.mine (x UInt8) ENGINE = MergeTree ORDER BY x
                CREATE TEMPORARY TABLE mine (x UInt8)
                SELECT count() FROM watchllm.schema_migrations
                SELECT count() FROM system.parts
                SELECT * FROM url('http://127.0.0.1:1/', 'TSV', 'x String')
                SELECT 1 SETTINGS max_execution_time = 0
                SELECT 1 SETTINGS max_execution_time = 61
                SELECT 1 SETTINGS max_memory_usage = 0
                SELECT 1 SETTINGS max_memory_usage = 4000000001
                SELECT 1 SETTINGS max_rows_to_read = 0
                SELECT 1 SETTINGS max_rows_to_read = 5001
                SELECT 1 SETTINGS readonly = 0
                SELECT count() FROM numbers(5001)
                """);
        assertThat(stack.ask("analyst", "SELECT 1 SETTINGS max_execution_time = 5, max_threads = 1"))
                .isEqualTo("1");
    }

    @Test
    void shouldShowTheReaderOfAProjectNoOther() {
        var tables = stack.ask(
                        "default",
                        "SELECT DISTINCT table FROM system.columns WHERE database = 'watchllm' AND name = 'project_id'"
                                + " AND table NOT LIKE '%\\_mv' AND table NOT LIKE 'cost\\_corrections%'")
                .lines()
                .toList();
        assertThat(tables).hasSize(10);
        for (var table : tables) {
            var projects = "SELECT arraySort(groupUniqArray(project_id)) FROM watchllm." + table;
            // Nothing was taken out of the tables yet.
            boolean isEmpty = table.equals("removed_repeats");
            if (!isEmpty) {
                assertThat(stack.ask("default", projects)).as(table).contains("'other'", "'shop'");
            }
            assertThat(stack.ask("team", projects)).as(table).isEqualTo(isEmpty ? "[]" : "['shop']");
            assertThat(stack.ask("team", "SELECT count() FROM watchllm." + table + " WHERE project_id = 'other'"))
                    .as(table)
                    .isEqualTo("0");
        }
        refuses(
                "team",
                "SELECT count() FROM watchllm.schema_migrations\nINSERT INTO watchllm.events (event_id) VALUES ('x')");
    }

    @Test
    void shouldLetTheAdministratorRepriceAndNoMore() throws Exception {
        var list = Files.writeString(folder.resolve("prices.json"), PRICES);
        assertThat(stack.command("deploy", "prices", "load", list.toString()).exitCode())
                .isZero();

        var repriced = stack.command(
                "deploy",
                "prices",
                "reprice",
                "--project",
                "other",
                "--from",
                "2h",
                "--to",
                Instant.now().toString());

        assertThat(repriced.exitCode()).as(repriced.err() + repriced.out()).isZero();
        assertThat(stack.ask(
                        "analyst",
                        "SELECT toFloat64(sum(cost_usd)) FROM watchllm.hourly_report WHERE project_id = 'other'"))
                .isEqualTo("3.5");
        assertThat(stack.ask("team", "SELECT count() FROM watchllm.cost_corrections"))
                .isEqualTo("0");
        assertThat(stack.ask("analyst", "SELECT count() FROM watchllm.cost_corrections"))
                .isEqualTo("1");
        for (var step : List.of("create", "check", "verify")) {
            var run = stack.command("deploy", "schema", step);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        }
        var space = stack.command("deploy", "space", "--json");
        assertThat(space.exitCode()).as(space.err()).isZero();
        assertThat(space.out()).contains("{\"table\":\"events\",\"rows\":2,");
        refuses("deploy", """
                CREATE DATABASE other
                CREATE TABLE default.mine (x UInt8) ENGINE = MergeTree ORDER BY x
                CREATE TABLE watchllm.mine (x String) ENGINE = URL('http://127.0.0.1:1/', 'TSV')
                DROP DATABASE watchllm
                CREATE USER mine
                CREATE ROLE mine
                GRANT SELECT ON watchllm.* TO default
                CREATE ROW POLICY mine ON watchllm.events USING 1 TO ALL
                SELECT count() FROM system.users
                SYSTEM STOP MERGES watchllm.events
                SELECT * FROM url('http://127.0.0.1:1/', 'TSV', 'x String')
                """);
    }

    private static void refuses(String user, String forbidden) {
        for (var statement : forbidden.lines().toList()) {
            assertThat(catchThrowable(() -> stack.ask(user, statement)))
                    .as("%s: %s", user, statement)
                    .isNotNull()
                    .cause()
                    .message()
                    .containsPattern("Code: (497|164|452|158)\\b");
        }
    }

    private static String answer(BlockClient reader, CatalogueQuery query) {
        var given = Map.of("project", "shop", "run", "r", "event_id", "e1", "words", "a");
        var names = query.parameters().stream()
                .map(CatalogueQuery.Parameter::name)
                .filter(given::containsKey)
                .collect(Collectors.toMap(name -> name, name -> given.getOrDefault(name, "")));
        return reader.read(
                query.sql(),
                QueryArguments.of(query, names).values(),
                ClickHouseFormat.TSVWithNames,
                body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
}
