package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.Problem;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import io.watchllm.teststack.LocalZooKeeper;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A shard of two replicas, with a real ZooKeeper. The embedded ClickHouse makes replicated tables and knows them from
 * ZooKeeper, but can't write to one (it has no port for replicas, and stays read-only without): what follows is what a
 * server makes of our statements, not what it does with blocks.
 */
class ReplicatedIT {
    private static final List<String> TABLES = List.of(
            "agent_steps",
            "cost_corrections",
            "daily_metrics",
            "events",
            "hourly_metrics",
            "project_totals",
            "tool_calls");

    private static LocalZooKeeper keeper;
    private static ClickHouseCluster servers;
    private static List<TestDatabase> replicas;
    private static ClusterSettings cluster;

    @BeforeAll
    static void start() {
        keeper = LocalZooKeeper.start();
        servers = ClickHouseCluster.start(ClusterLayout.free("replicas", 1, 2, keeper.address()));
        replicas = List.of(
                TestDatabase.on(servers.node(0, 0), "watchllm"), TestDatabase.on(servers.node(0, 1), "watchllm"));
        cluster = new ClusterSettings(
                List.of(replicas.stream().map(node -> node.settings().url()).toList()),
                "replicas",
                "watchllm_all",
                true);
        // The last statement alters a table, which a read-only one refuses.
        for (var node : replicas) {
            assertThatThrownBy(() -> tool(node).create(report -> {})).hasMessageContaining("TABLE_IS_READ_ONLY");
        }
    }

    @AfterAll
    static void stop() {
        servers.close();
        keeper.close();
    }

    @Test
    void shouldMakeEachTableAReplicaOfTheOther() {
        for (var node : replicas) {
            assertThat(node.rows("SELECT table, zookeeper_path, replica_name, total_replicas FROM system.replicas"
                            + " WHERE database = 'watchllm' ORDER BY table"))
                    .containsExactlyElementsOf(TABLES.stream()
                            .map(table -> List.of(
                                    table,
                                    "/clickhouse/tables/1/watchllm/" + table,
                                    "r" + (replicas.indexOf(node) + 1),
                                    "2"))
                            .toList());
        }
    }

    @Test
    void shouldFindThemAsExpected() {
        for (var node : replicas) {
            // The tables over all shards come after what was refused.
            assertThat(tool(node).check().problems())
                    .extracting(Problem::object)
                    .allMatch(object -> object.startsWith("watchllm_all."));
            assertThat(tool(node).verify().problems()).isEmpty();
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

            assertThat(tool(plain).check().problems())
                    .filteredOn(problem -> problem.what().startsWith("engine is "))
                    .extracting(Problem::object)
                    .containsExactlyElementsOf(TABLES);
        }
    }

    private static SchemaTool tool(TestDatabase node) {
        return new SchemaTool(node.settings(), SchemaSettings.DEFAULT, cluster);
    }
}
