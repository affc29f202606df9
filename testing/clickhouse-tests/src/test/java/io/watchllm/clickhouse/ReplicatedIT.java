package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.RetentionClass;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import io.watchllm.teststack.LocalZooKeeper;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shard of two replicas, with a real ZooKeeper: their tables, and that a block which comes again is known on either.
 * No part goes from one to the other, as the embedded ClickHouse has no port for that: where a test inserts, both have
 * been told to fetch nothing, so each has what was inserted on it.
 */
class ReplicatedIT {
    private static final List<String> TABLES = List.of(
            "accepted_losses",
            "agent_steps",
            "cost_corrections",
            "daily_metrics",
            "events",
            "hourly_metrics",
            "project_totals",
            "removed_repeats",
            "tool_calls");

    private static final SchemaSettings PAYLOAD_ENDS_EARLIER =
            SchemaSettings.DEFAULT.with(30, RetentionClass.read("short=7d:trial,it's; all=0d:keep"));

    /** Rows of a table and what each rollup has counted of them. */
    private static final String COUNTS = """
            SELECT (SELECT count() FROM events), (SELECT sum(requests) FROM hourly_metrics),
                (SELECT sum(total_requests) FROM daily_metrics), (SELECT sum(events) FROM project_totals)""";

    private static final int ROWS = 500;

    @AutoClose
    private static LocalZooKeeper keeper;

    @AutoClose
    private static ClickHouseCluster servers;

    private static List<TestDatabase> replicas;

    @BeforeAll
    static void start() {
        assumeThat(ClickHouseCluster.obstacleToReplicas()).isEmpty();
        keeper = LocalZooKeeper.start();
        servers = ClickHouseCluster.start(ClusterLayout.free("replicas", 1, 2, keeper.address()));
        replicas = replicas("watchllm");
        create(replicas);
    }

    @Test
    void shouldMakeEachTableAReplicaOfTheOther() {
        for (var node : replicas) {
            assertThat(node.rows("SELECT table, zookeeper_path, replica_name, total_replicas, is_readonly"
                            + " FROM system.replicas WHERE database = 'watchllm' ORDER BY table"))
                    .containsExactlyElementsOf(TABLES.stream()
                            .map(table -> List.of(
                                    table,
                                    "/clickhouse/tables/1/watchllm/" + table,
                                    "r" + (replicas.indexOf(node) + 1),
                                    "2",
                                    "0"))
                            .toList());
        }
    }

    @Test
    void shouldFindThemAsExpected() {
        for (var node : replicas) {
            assertThat(tool(node, SchemaSettings.DEFAULT).check().problems()).isEmpty();
            assertThat(tool(node, SchemaSettings.DEFAULT).verify().problems()).isEmpty();
        }
    }

    @Test
    void shouldMakeEachTableAtOnceAsStatementsMakeAPlainOne() {
        // Keeper has the definition of the first replica, with these in their order, and refuses another one.
        var projections =
                "SELECT table, name, query, settings FROM system.projections WHERE database = currentDatabase()";
        try (var plain = TestDatabase.on(servers.node(0, 0), "made_by_statements")) {
            new SchemaTool(plain.settings(), SchemaSettings.DEFAULT).create(report -> {});

            assertThat(plain.rows(projections)).hasSize(5);
            for (var node : replicas) {
                assertThat(node.rows(projections)).isEqualTo(plain.rows(projections));
            }
        }
    }

    @Test
    void shouldFindPlainTablesWhereReplicatedOnesAreExpected() {
        try (var plain = TestDatabase.on(servers.node(0, 0), "plain")) {
            new SchemaTool(plain.settings(), SchemaSettings.DEFAULT).create(report -> {});

            assertThat(tool(plain, SchemaSettings.DEFAULT).check().problems())
                    .filteredOn(problem -> problem.what().startsWith("engine is "))
                    .extracting(Problem::object)
                    .containsExactlyElementsOf(TABLES);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetAReplicaJoinWhateverTheSettingsOfTheFirst(boolean changedSince) {
        var joining = replicas("joining_" + changedSince);
        var first = joining.getFirst();
        if (changedSince) {
            tool(first, SchemaSettings.DEFAULT).create(report -> {});
            tool(first, PAYLOAD_ENDS_EARLIER).check().problems().stream()
                    .map(Problem::mend)
                    .forEach(first::sql);
        } else {
            tool(first, PAYLOAD_ENDS_EARLIER).create(report -> {});
        }

        tool(joining.getLast(), PAYLOAD_ENDS_EARLIER).create(report -> {});

        for (var node : joining) {
            assertThat(tool(node, PAYLOAD_ENDS_EARLIER).check().problems()).isEmpty();
        }
    }

    @Test
    void shouldHaveAColumnOnBothThatWasAddedOnOne() {
        var grown = replicas("grown");
        create(grown);

        grown.getFirst().sql("ALTER TABLE events ADD COLUMN more String COMMENT 'More.' SETTINGS alter_sync = 2");

        for (var node : grown) {
            assertThat(node.sql("SELECT count(more) FROM events")).isEqualTo("0");
            tool(node, SchemaSettings.DEFAULT).create(report -> {});
            assertThat(node.sql("SELECT count(more) FROM grown_all.events")).isEqualTo("0");
            assertThat(tool(node, SchemaSettings.DEFAULT).check().problems()).isEmpty();
        }
    }

    @Test
    void shouldKnowABlockThatComesAgainOnEitherReplica() {
        var once = replicas("once");
        create(once);
        var first = once.getFirst();
        var second = once.getLast();

        insert(first, "one");
        var counted = counts(first);
        assertThat(counted).startsWith((long) ROWS).doesNotContain(0L).hasSize(4);

        insert(first, "one");
        insert(second, "one");
        assertThat(counts(first)).isEqualTo(counted);
        assertThat(counts(second)).containsExactly(0L, 0L, 0L, 0L);

        // The same rows under another token are other rows, wherever they come first.
        insert(second, "two");
        insert(first, "two");
        assertThat(counts(first)).isEqualTo(counted);
        assertThat(counts(second)).isEqualTo(counted);
    }

    @Test
    void shouldCountTwiceWhereNoBlockIsRemembered() {
        // The control: it shows what the windows are for, and that the test above can fail.
        var forgetful = replicas("forgetful");
        create(forgetful);
        var first = forgetful.getFirst();
        TABLES.forEach(
                table -> first.sql("ALTER TABLE " + table + " MODIFY SETTING replicated_deduplication_window = 0"));

        insert(first, "one");
        var counted = counts(first);
        insert(first, "one");

        assertThat(counts(first))
                .isEqualTo(counted.stream().map(count -> 2 * count).toList());
        assertThat(tool(first, SchemaSettings.DEFAULT).verify().problems())
                .extracting(Problem::what)
                .anyMatch(what -> what.contains("replicated_deduplication_window is 0"));
    }

    /** A database on each replica. */
    private static List<TestDatabase> replicas(String name) {
        return IntStream.range(0, 2)
                .mapToObj(replica -> TestDatabase.on(servers.node(0, replica), name))
                .toList();
    }

    private static void create(List<TestDatabase> nodes) {
        nodes.forEach(node -> tool(node, SchemaSettings.DEFAULT).create(report -> {}));
        nodes.forEach(node -> node.sql("SYSTEM STOP FETCHES"));
    }

    private static SchemaTool tool(TestDatabase node, SchemaSettings schema) {
        var urls = replicas(node.name()).stream()
                .map(replica -> replica.settings().url())
                .toList();
        return new SchemaTool(
                node.settings(), schema, new ClusterSettings(List.of(urls), "replicas", node.name() + "_all", true));
    }

    /** The same rows each time, of several months, as the sink inserts them. */
    private static void insert(TestDatabase node, String token) {
        var settings = new HashMap<>(RollupIT.PINNED);
        settings.put("insert_deduplication_token", token);
        node.sql(
                "INSERT INTO events FORMAT JSONEachRow\n"
                        + SampleEvents.recent().block(0, ROWS),
                settings);
    }

    private static List<Long> counts(TestDatabase node) {
        return node.rows(COUNTS).getFirst().stream().map(Long::valueOf).toList();
    }
}
