package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import io.watchllm.teststack.LocalZooKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink before replicated tables, with a real ZooKeeper: a shard of two replicas, the first of which is written to
 * and killed. The second stays behind from its first block on, as the embedded ClickHouse has no port for parts and is
 * told to fetch none. Each test has a group of its own, which reads what the tests before have sent too.
 */
class ReplicatedSinkIT {
    private static final String CLUSTER = "replicas";
    private static final List<String> REPORTS = List.of("hourly_report", "daily_report", "project_summary");
    private static final String[] REPLICATED = {
        "WATCHLLM_CLICKHOUSE_REPLICATED", "true",
        "WATCHLLM_SINK_INSERT_TIMEOUT", "5s",
        "WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS", "2",
        "WATCHLLM_SINK_CLOSE_TIMEOUT", "2s"
    };

    @AutoClose
    private static LocalZooKeeper keeper;

    @AutoClose
    private static ClickHouseCluster servers;

    private static SinkStack sinks;
    private static LocalClickHouse first;
    private static LocalClickHouse second;

    /** Rows of each partition so far. */
    private static int sent;

    @TempDir
    private Path folder;

    private ShardStack stack;
    private @Nullable Process sink;

    @BeforeAll
    static void start() {
        assumeThat(ClickHouseCluster.obstacleToReplicas()).isEmpty();
        sinks = SinkStack.shared();
        keeper = LocalZooKeeper.start();
        servers = ClickHouseCluster.start(ClusterLayout.free(CLUSTER, 1, 2, keeper.address()));
        first = servers.node(0, 0);
        second = servers.node(0, 1);
        sent = 0;
    }

    @BeforeEach
    void createTables(TestInfo test) {
        stack = new ShardStack(
                sinks, CLUSTER, test.getTestMethod().orElseThrow().getName());
        stack.drop(List.of(first, second));
        stack.create(servers.urls(), REPLICATED);
        stack.query(second, "SYSTEM STOP FETCHES");
    }

    @Test
    void shouldStoreWhatOneNodeStoresAlthoughReplicaAndSinkAreKilled() throws IOException {
        // Given
        var alone = sinks.start(sinks.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms"));
        startSink();
        send(600);
        stack.awaitCounts(first, "watchllm.events", 2 * sent);

        // When: the replica is killed under load, and the sink while what it had sent is open
        for (var i = 1; i < 10; i++) {
            send(300);
            if (i == 5) {
                first.kill();
            }
        }
        await().atMost(SinkStack.DEADLINE)
                .until(() -> stack.committed(0).metadata().contains("@"));
        killSink();
        startSink();
        send(300);
        first.restart();

        // Then
        stack.awaitCounts(first, "watchllm.events", 2 * sent);
        await().atMost(SinkStack.DEADLINE)
                .until(() -> allCommitted() && sinks.counts("events").equals(2 * sent + "\t" + 2 * sent));
        killSink();
        alone.close();
        for (var report : REPORTS) {
            assertThat(report(report))
                    .as(report)
                    .isNotEmpty()
                    .isEqualTo(sinks.query("SELECT * FROM watchllm." + report + " ORDER BY ALL"));
        }
    }

    @Test
    void shouldHaveKeeperKnowARangeThatHadLandedBeforeReplicaAndSinkDied() {
        // Given: as if the sink had died when its last range of each partition, one row, had landed
        send(400);
        landAll();
        send(2);
        landAll();
        var before = REPORTS.stream().map(this::report).toList();
        var last = sent - 1;
        for (var partition = 0; partition < 2; partition++) {
            var opened = "|%d|%d|1|@%s|%d|0|0,0,0,0"
                    .formatted(last, last, stack.shardName(first), System.currentTimeMillis());
            stack.commit(
                    partition,
                    new OffsetAndMetadata(last, stack.committed(partition).metadata() + opened));
        }

        // When
        first.kill();
        first.restart();
        landAll();

        // Then: both were sent again under their tokens, and dropped on the way into the table and each rollup
        assertThat(Integer.parseInt(stack.query(
                        first, "SELECT sum(value) FROM system.events WHERE event = 'DuplicatedInsertedBlocks'")))
                .isPositive();
        assertThat(stack.counts(first, "watchllm.events")).isEqualTo(2 * sent + "\t" + 2 * sent);
        assertThat(REPORTS.stream().map(this::report)).containsExactlyElementsOf(before);
    }

    @Test
    void shouldWriteNothingToAReplicaThatHasNotAllBlocks() {
        // Given
        send(400);
        landAll();
        send(200);

        // When
        var turned = sinks.start(stack.settings(second.httpUrl() + "|" + first.httpUrl(), REPLICATED));

        // Then
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(turned.health().ready().detail())
                        .contains("has not all blocks of the others yet; see system.replicas"));
        assertThat(turned.health().live().up()).isTrue();
        turned.close();
        assertThat(stack.counts(second, "watchllm.events")).isEqualTo("0\t0");

        // And it goes on where they are
        landAll();
    }

    @Test
    void shouldWriteNothingToAReplicaWithoutItsKeeper() {
        // Given
        send(400);
        landAll();
        var running = sinks.start(stack.settings(servers.urls(), REPLICATED));

        // When
        keeper.stop();
        send(200);

        // Then
        await().atMost(SinkStack.DEADLINE).until(() -> !running.health().ready().up());
        running.close();
        var next = sinks.start(stack.settings(servers.urls(), REPLICATED));
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(next.health().ready().detail())
                        .contains("the replica of watchllm.accepted_losses is read-only"));
        assertThat(next.health().live().up()).isTrue();
        assertThat(stack.counts(first, "watchllm.events")).isEqualTo(2 * (sent - 100) + "\t" + 2 * (sent - 100));

        // And it goes on when the Keeper is back
        keeper.restart();
        stack.awaitCounts(first, "watchllm.events", 2 * sent);
        await().atMost(SinkStack.DEADLINE).until(this::allCommitted);
        next.close();
        requireTrueRollups();
    }

    @Test
    void shouldNotLoseCountOfBlocksWhenAPartitionIsDropped() {
        stack.query(first, "DROP TABLE IF EXISTS watchllm.months SYNC");
        stack.query(
                first,
                "CREATE TABLE watchllm.months (month Int8, n Int64) ENGINE = ReplicatedMergeTree('/months', '1')"
                        + " PARTITION BY month ORDER BY n");
        insert(1, 3);
        var before = blocks();

        stack.query(first, "ALTER TABLE watchllm.months DROP PARTITION 1");
        insert(2, 5);

        assertThat(blocks() - before).isGreaterThanOrEqualTo(5);
    }

    private void insert(int month, int blocks) {
        for (var n = 0; n < blocks; n++) {
            stack.query(first, "INSERT INTO watchllm.months VALUES (" + month + ", " + n + ")");
        }
    }

    private long blocks() {
        var settings = stack.settings(first.httpUrl(), REPLICATED);
        try (var sql = ClickHouseConnection.open(settings.clickHouse())) {
            return new TableReader(sql, "months")
                    .blocks(List.of(new DedupWindow("watchllm.months", EngineFamily.REPLICATED, 100, 3_600)))
                    .getFirst();
        }
    }

    private void startSink() throws IOException {
        sink = stack.process(folder.resolve("sink.log"), servers.urls(), REPLICATED);
    }

    @AfterEach
    void killSink() {
        if (sink != null) {
            sink.destroyForcibly();
        }
    }

    /** Half of the rows for each partition. */
    private void send(int rows) {
        stack.send(sent, rows);
        sent += rows / 2;
    }

    /** A sink that starts, stores what was sent, and ends. */
    private void landAll() {
        var sink = sinks.start(stack.settings(servers.urls(), REPLICATED));
        stack.awaitCounts(first, "watchllm.events", 2 * sent);
        await().atMost(SinkStack.DEADLINE).until(this::allCommitted);
        sink.close();
    }

    private boolean allCommitted() {
        return stack.committed(0).offset() == sent && stack.committed(1).offset() == sent;
    }

    private String report(String name) {
        return stack.query(first, "SELECT * FROM watchllm." + name + " ORDER BY ALL");
    }

    private void requireTrueRollups() {
        assertThat(stack.query(first, "SELECT sum(requests) FROM watchllm.hourly_metrics"))
                .isEqualTo(stack.query(first, "SELECT count() FROM watchllm.events WHERE event_type = 'prompt_call'"));
    }
}
