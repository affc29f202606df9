package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import io.watchllm.teststack.LocalZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sink before replicated tables, with a real ZooKeeper. */
class ReplicatedSinkIT {
    private static final String CLUSTER = "replicas";
    private static final String[] REPLICATED = {"WATCHLLM_CLICKHOUSE_REPLICATED", "true"};

    private static LocalZooKeeper keeper;
    private static ClickHouseCluster servers;
    private static SinkStack sinks;
    private static ShardStack stack;

    @BeforeAll
    static void start() {
        sinks = SinkStack.shared();
        keeper = LocalZooKeeper.start();
        servers = ClickHouseCluster.start(ClusterLayout.free(CLUSTER, 1, 1, keeper.address()));
        stack = new ShardStack(sinks, CLUSTER, "replicated");
        // The last statement alters a table, which the embedded ClickHouse refuses: its replicas stay read-only.
        assertThatThrownBy(() -> stack.create(servers.urls(), REPLICATED)).hasMessageContaining("TABLE_IS_READ_ONLY");
    }

    @AfterAll
    static void stop() {
        servers.close();
        keeper.close();
    }

    @Test
    void shouldConsumeNothingWhileAReplicaIsNotWhatTheOthersAre() {
        var sink = sinks.start(stack.settings(servers.urls(), REPLICATED));

        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(sink.health().ready().detail())
                        .contains("the replica of watchllm.agent_steps is read-only"));
        assertThat(sink.health().live().up()).isTrue();
        sink.close();
    }
}
