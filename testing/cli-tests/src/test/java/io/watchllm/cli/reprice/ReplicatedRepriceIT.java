package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.LocalZooKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables that can have replicas, with a real ZooKeeper. */
@Timeout(300)
class ReplicatedRepriceIT {
    private static final List<String> REPRICE = List.of("prices", "reprice");
    private static final List<String> REBUILD = List.of("rollups", "rebuild");
    private static final List<String> VERIFY = List.of("rollups", "verify");
    private static final String COSTS = "SELECT toString(hour), env, model, toString(sum(requests)),"
            + " toString(sum(cost_usd)), toString(sum(unpriced)) FROM watchllm.hourly_report"
            + " WHERE project_id = 'kept' GROUP BY ALL ORDER BY ALL";

    @TempDir
    private Path folder;

    @Test
    void shouldRepriceAndRebuildWhereOneReplicaIsAllThereIs() throws IOException {
        assumeThat(ClickHouseCluster.obstacleToReplicas()).isEmpty();
        var stack = RepriceStack.shared();
        try (var keeper = LocalZooKeeper.start();
                var shards = RepriceShards.replicas(stack, folder, keeper.address())) {
            var refused = shards.command(REPRICE, "kept");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("the table events is on 2 replicas; repricing needs a MergeTree on one server");

            shards.execute(1, "DROP DATABASE watchllm SYNC");
            stack.store("kept", 200);
            shards.execute(0, RepriceStack.insert("kept", 200, "1"));
            var before = shards.ask(0, COSTS);
            var done = shards.command(shards.url(0), REPRICE, "kept");

            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(done.out()).contains("hours equal");
            assertThat(stack.reprice("kept", false).exitCode()).isZero();
            assertThat(shards.ask(0, COSTS).lines())
                    .hasSizeGreaterThan(100)
                    .isNotEqualTo(before.lines().toList())
                    .containsExactlyElementsOf(stack.query(COSTS).stream()
                            .map(row -> String.join("\t", row.values().values()))
                            .toList());
            assertThat(shards.command(shards.url(0), REPRICE, "kept", "--json").out())
                    .contains("\"changed\":0", "\"equal\":true");

            shards.execute(
                    0,
                    "INSERT INTO watchllm.daily_metrics (project_id, day, env, cost_usd) SELECT project_id, day, env, 0.01"
                            + " FROM watchllm.daily_metrics WHERE project_id = 'kept' AND day >= toDate("
                            + SqlLiteral.of(RepriceStack.FROM) + ") ORDER BY day LIMIT 1");
            assertThat(shards.command(shards.url(0), VERIFY, "kept").out()).doesNotContain("nothing differs");
            assertThat(shards.command(shards.url(0), REBUILD, "kept").out()).contains("nothing differs now");
        }
    }
}
