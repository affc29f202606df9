package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Two ClickHouse processes as two shards, filled by one sink. Each test has a group of its own, which reads what the
 * tests before have sent too.
 */
class ShardsIT {
    private static final String CLUSTER = "both";
    private static final List<String> REPORTS = List.of("hourly_report", "daily_report", "project_summary");

    private static ClickHouseCluster servers;
    private static SinkStack sinks;
    private static LocalClickHouse first;
    private static LocalClickHouse second;

    /** Rows of each partition so far. */
    private static int sent;

    private ShardStack stack;

    @BeforeAll
    static void startShards() {
        sinks = SinkStack.shared();
        servers = ClickHouseCluster.start(ClusterLayout.free(CLUSTER, 2, 1, null));
        first = servers.shard(0);
        second = servers.shard(1);
        sent = 0;
    }

    @AfterAll
    static void stopShards() {
        servers.close();
    }

    @BeforeEach
    void createTables(TestInfo test) {
        stack = new ShardStack(
                sinks, CLUSTER, test.getTestMethod().orElseThrow().getName());
        stack.drop(List.of(first, second));
        stack.create(servers.urls());
    }

    @Test
    void shouldStoreWhatOneNodeStoresAlthoughAShardIsKilled() {
        // Given
        var alone = sinks.start(sinks.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms"));
        var sharded = sinks.start(stack.settings(servers.urls()));
        send(600);
        stack.awaitCounts(first, "watchllm_all.events", 2 * sent);

        // When
        for (var i = 1; i < 20; i++) {
            send(300);
            if (i == 5) {
                second.kill();
            }
        }

        // Then: the other shard goes on, and what belongs to the dead one waits for it
        stack.awaitCounts(first, "watchllm.events", sent);
        await().atMost(SinkStack.DEADLINE).until(() -> !sharded.health().ready().up());
        second.restart();
        stack.awaitCounts(first, "watchllm_all.events", 2 * sent);
        await().atMost(SinkStack.DEADLINE)
                .until(() ->
                        sharded.health().ready().up() && sinks.counts("events").equals(2 * sent + "\t" + 2 * sent));
        sharded.close();
        alone.close();
        for (var report : REPORTS) {
            assertThat(stack.query(first, "SELECT * FROM watchllm_all." + report + " ORDER BY ALL"))
                    .as(report)
                    .isNotEmpty()
                    .isEqualTo(sinks.query("SELECT * FROM watchllm." + report + " ORDER BY ALL"));
        }
        assertThat(partitions(second)).isEqualTo("1\t" + sent);
    }

    @Test
    void shouldSendAnOpenRangeToTheShardItWasSentToThoughItBelongsToAnotherNow() {
        // Given
        landAllAndLoseTheCommitOfPartitionOne();

        // When
        var turned = second.httpUrl() + "," + first.httpUrl();
        var sink = sinks.start(stack.settings(turned));

        // Then
        await().atMost(SinkStack.DEADLINE).until(() -> stack.committed(1).offset() == sent);
        assertThat(stack.counts(first, "watchllm_all.events")).isEqualTo(2 * sent + "\t" + 2 * sent);
        assertThat(partitions(first)).isEqualTo("0\t" + sent);

        // And new rows go where the partition belongs now
        var before = sent;
        send(100);
        stack.awaitCounts(first, "watchllm_all.events", 2 * sent);
        sink.close();
        assertThat(partitions(first)).isEqualTo("0\t" + before + "\n1\t50");
    }

    @Test
    void shouldSayWhichShardAnOpenRangeWantsAndLeaveItUntilItIsNamed() {
        // Given
        landAllAndLoseTheCommitOfPartitionOne();

        // When
        var less = sinks.start(stack.settings(first.httpUrl()));

        // Then
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(less.health().ready().detail())
                        .contains("offsets 0 to " + (sent - 1) + " may have landed in shard " + stack.shardName(second))
                        .contains("Name that shard among the others"));
        less.close();
        assertThat(stack.committed(1).offset()).isZero();
        assertThat(partitions(first)).isEqualTo("0\t" + sent);

        // And it goes on where it is named
        var both = sinks.start(stack.settings(servers.urls()));
        await().atMost(SinkStack.DEADLINE).until(() -> stack.committed(1).offset() == sent);
        both.close();
        assertThat(stack.counts(first, "watchllm_all.events")).isEqualTo(2 * sent + "\t" + 2 * sent);
    }

    @Test
    void shouldConsumeNothingWhereShardsDifferOrAreTheSame() {
        // Given
        stack.query(second, "ALTER TABLE watchllm.events ADD COLUMN more String");

        // When
        var sink = sinks.start(stack.settings(servers.urls()));

        // Then
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(sink.health().ready().detail())
                        .contains(second.httpUrl() + " in: more; run: watchllm schema create"));
        stack.query(second, "ALTER TABLE watchllm.events DROP COLUMN more");
        await().atMost(SinkStack.DEADLINE).until(() -> sink.health().ready().up());
        sink.close();

        var same = first.httpUrl() + "," + first.httpUrl() + "/";
        var twice = sinks.start(stack.settings(same));
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(twice.health().ready().detail()).contains("are the same shard"));
        twice.close();
    }

    /** Half of the rows for each partition. */
    private void send(int rows) {
        stack.send(sent, rows);
        sent += rows / 2;
    }

    private String partitions(LocalClickHouse shard) {
        return stack.query(shard, "SELECT source_partition, count() FROM watchllm.events GROUP BY ALL ORDER BY ALL");
    }

    /** As if the sink had died when the last rows had landed: the commit is still that which opened the range. */
    private void landAllAndLoseTheCommitOfPartitionOne() {
        send(400);
        var before = sinks.start(stack.settings(servers.urls()));
        stack.awaitCounts(first, "watchllm_all.events", 2 * sent);
        before.close();
        var landed = stack.committed(1);
        assertThat(landed.offset()).isEqualTo(sent);
        assertThat(landed.metadata()).matches("t[0-9a-f]{8}\\|v1\\|\\d+");
        var range = "|0|" + (sent - 1) + "|" + sent + "|@" + stack.shardName(second);
        stack.commit(1, new OffsetAndMetadata(0, landed.metadata() + range));
    }
}
