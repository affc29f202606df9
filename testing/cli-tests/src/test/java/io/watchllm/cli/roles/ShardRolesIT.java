package io.watchllm.cli.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.cli.CommandRun;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.core.QueryArguments;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.runtime.Environment;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two shards that check every right, with rows of two projects in each: what a role may do over all of them. User
 * stranger is known to the first alone.
 */
class ShardRolesIT {
    private static final String NAME = "both";
    private static final List<String> USERS = List.of("sink", "analyst", "team", "deploy");

    @TempDir
    private static Path folder;

    private static List<String> statements;
    private static ClickHouseCluster servers;

    @BeforeAll
    static void start() throws Exception {
        var limits = List.of("--max-rows-to-read", "5000");
        var all = grants(limits, "--writer", "sink", "--reader", "analyst", "--admin", "deploy");
        var some = grants(limits, "--project", "shop", "--reader", "team", "--reader", "stranger");
        statements = Stream.of(all, some).flatMap(List::stream).distinct().toList();
        var first = new ArrayList<>(USERS);
        first.add("stranger");
        servers = ClickHouseCluster.start(ClusterLayout.free(NAME, 2, 1, null)
                .with(new ClusterLayout.Access(List.of(users(first), users(USERS)))));
        createAsAdministrator();
        for (var shard = 0; shard < 2; shard++) {
            for (var table : List.of("events", "tool_calls", "agent_steps", "cost_corrections")) {
                ask(
                        "default",
                        shard,
                        "INSERT INTO watchllm." + table + " (project_id, event_id, run_id, timestamp)"
                                + " SELECT arrayJoin(['shop', 'other']), 'e" + shard + "', 'r', now() - 60");
            }
        }
    }

    /** With one more, whose only policy is on a table over all shards. */
    private static String users(List<String> names) {
        return UsersFile.sections("watchllm", names, statements)
                .replace(
                        "</users>",
                        "<hopeful><password/><grants><query>GRANT watchllm_reader</query></grants><databases><watchllm_all>"
                                + "<events><filter>project_id = 'shop'</filter></events></watchllm_all></databases></hopeful>"
                                + "</users>");
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private static void createAsAdministrator() throws Exception {
        var created = command("deploy", servers.urls(), "schema", "create");
        assertThat(created.exitCode()).as(created.err()).isZero();
    }

    @Test
    void shouldPrintWhatClickHouseUnderstands() {
        for (var statement : statements) {
            assertThat(ask("default", 0, "SELECT formatQuery(" + SqlLiteral.of(statement) + ")"))
                    .isNotEmpty();
        }
    }

    @Test
    void shouldShowTheReaderOfAProjectNoOtherInAnyShard() {
        var tables = ask(
                        "default",
                        0,
                        "SELECT name FROM system.tables WHERE database = 'watchllm_all'"
                                + " AND name NOT IN ('removed_repeats', 'accepted_losses')")
                .lines()
                .toList();
        assertThat(tables).hasSize(10);
        for (var table : tables) {
            for (var shard = 0; shard < 2; shard++) {
                var projects = "SELECT arrayStringConcat(arraySort(groupUniqArray(project_id)), ',') FROM watchllm_all."
                        + table;
                assertThat(ask("default", shard, projects)).as(table).isEqualTo("other,shop");
                assertThat(ask("analyst", shard, projects)).as(table).isEqualTo("other,shop");
                assertThat(ask("team", shard, projects)).as(table).isEqualTo("shop");
            }
        }
        assertThat(ask("team", 0, "SELECT count(), uniqExact(event_id) FROM watchllm_all.events"))
                .as("a row of each shard")
                .isEqualTo("2\t2");
        assertThat(ask(
                        "team",
                        1,
                        "SELECT count() FROM watchllm_all.events AS e WHERE event_id GLOBAL IN"
                                + " (SELECT event_id FROM watchllm_all.events WHERE project_id = 'other')"))
                .isEqualTo("0");
    }

    @Test
    void shouldShowNothingWhereAShardDoesNotKnowTheReader() throws Exception {
        assertThat(ask("stranger", 0, "SELECT groupArray(project_id) FROM watchllm.events"))
                .isEqualTo("['shop']");
        assertThatThrownBy(() -> ask("stranger", 0, "SELECT project_id FROM watchllm_all.events"))
                .isInstanceOf(RuntimeException.class);

        // Why no right is given where the nodes ask each other as somebody else.
        ask(
                "deploy",
                0,
                "CREATE OR REPLACE TABLE watchllm_all.events AS watchllm.events ENGINE = Distributed('" + NAME
                        + ClusterLayout.OPEN + "', 'watchllm', 'events')");
        assertThat(ask(
                        "stranger",
                        0,
                        "SELECT arrayStringConcat(arraySort(groupArray(project_id)), ',') FROM watchllm_all.events"))
                .isEqualTo("other,shop,shop");
        ask("deploy", 0, "DROP TABLE watchllm_all.events SYNC");
        createAsAdministrator();
    }

    @Test
    void shouldNotRelyOnAPolicyOfATableOverAllShards() {
        assertThat(ask("hopeful", 0, "SELECT countIf(project_id = 'other') FROM watchllm_all.events"))
                .as("once ClickHouse takes notice of them, they are worth making")
                .isEqualTo("2");
    }

    @Test
    void shouldGiveReadersOfProjectsNothingWhereTheNodesAskAsSomebodyElse() {
        var first = "GRANT SELECT ON watchllm_all.agent_steps TO `watchllm_project_reader`";
        var guard = statements.get(statements.indexOf(first) - 1);
        assertThat(statements.get(statements.indexOf(guard) - 1))
                .isEqualTo("REVOKE SELECT ON watchllm_all.* FROM `watchllm_project_reader`");

        for (var shard = 0; shard < 2; shard++) {
            assertThat(ask("default", shard, guard)).isEqualTo("0");
        }
        assertThatThrownBy(() ->
                        ask("default", 0, guard.replace("s('" + NAME + "'", "s('" + NAME + ClusterLayout.OPEN + "'")))
                .hasMessageContaining(
                        "do not pass on who asks, so that readers of projects get no rights on watchllm_all")
                .hasMessageContaining("put the same <secret> into <remote_servers><both> on every node");
    }

    @Test
    void shouldLetTheReaderAskTheCatalogueOverAllShardsWithinItsLimits() {
        var environment = new Environment(variables("analyst", servers.urls()));
        try (var reader = ClusterSettings.from(environment).reader(ClickHouseSettings.from(environment))) {
            var given = Map.of("project", "shop", "run", "r", "event_id", "e1", "words", "a");
            for (var query : QueryCatalogue.load().queries()) {
                var names = query.parameters().stream()
                        .map(parameter -> parameter.name())
                        .filter(given::containsKey)
                        .collect(Collectors.toMap(name -> name, name -> given.getOrDefault(name, "")));
                var answer = reader.read(
                        query.sql(),
                        QueryArguments.of(query, names).values(),
                        ClickHouseFormat.TSVWithNames,
                        body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
                assertThat(answer).as(query.name()).isNotEmpty();
            }
        }
        assertThat(ask("analyst", 0, "SELECT DISTINCT getSetting('max_rows_to_read') FROM watchllm_all.events"))
                .isEqualTo("5000");
        refuses("analyst", """
                SELECT 1 SETTINGS max_rows_to_read = 0
                SELECT count() FROM numbers(5001)
                SELECT * FROM cluster('both', watchllm.events)
                SELECT * FROM remote('127.0.0.1', watchllm.events)
                DROP TABLE watchllm_all.events
                """);
        refuses("team", "SELECT * FROM cluster('both', watchllm.events)");
    }

    @Test
    void shouldLetTheWriterCountOffsetsOverAllShardsAndNoMore() {
        assertThat(ask(
                        "sink",
                        0,
                        "SELECT count(), max(ingested_at) > 0 FROM watchllm_all.events WHERE source_offset >= -1"
                                + " AND source_partition >= -1"))
                .isEqualTo("4\t1");
        refuses("sink", """
                SELECT prompt FROM watchllm_all.events
                SELECT count() FROM watchllm_all.hourly_metrics
                SELECT count() FROM watchllm_all.cost_corrections
                """);
    }

    @Test
    void shouldLetTheAdministratorCheckAllNodesAndMakeTablesNowhereElse() throws Exception {
        for (var step : List.of("create", "check", "verify")) {
            var run = command("deploy", servers.urls(), "schema", step);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        }
        refuses("deploy", """
                CREATE TABLE default.mine AS watchllm.events ENGINE = Distributed('both', 'watchllm', 'events')
                DROP DATABASE watchllm_all
                GRANT SELECT ON watchllm_all.* TO default
                """);
    }

    private static void refuses(String user, String forbidden) {
        for (var statement : forbidden.lines().toList()) {
            assertThatThrownBy(() -> ask(user, 0, statement))
                    .as("%s: %s", user, statement)
                    .cause()
                    .message()
                    .containsPattern("Code: (497|164|452|158)\\b");
        }
    }

    private static List<String> grants(List<String> more, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(more);
        return RolesStack.statements(
                command("default", "http://127.0.0.1:1", "schema", "grants", all.toArray(String[]::new)));
    }

    private static CommandRun command(String user, String shards, String command, String step, String... arguments)
            throws Exception {
        return CommandRun.of(List.of(command, step), CommandRun.variables(folder, variables(user, shards)), arguments);
    }

    private static Map<String, String> variables(String user, String shards) {
        return Map.of(
                "WATCHLLM_CLICKHOUSE_URL",
                shards.split(",", -1)[0],
                "WATCHLLM_CLICKHOUSE_SHARDS",
                shards,
                "WATCHLLM_CLICKHOUSE_CLUSTER",
                NAME,
                "WATCHLLM_CLICKHOUSE_USER",
                user);
    }

    private static String ask(String user, int shard, String sql) {
        var url = servers.shard(shard).httpUrl();
        var settings = ClickHouseSettings.from(new Environment(variables(user, servers.urls())))
                .at(URI.create(url));
        return RolesStack.ask(settings, sql);
    }
}
