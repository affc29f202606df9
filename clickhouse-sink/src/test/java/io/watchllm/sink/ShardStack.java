package io.watchllm.sink;

import static org.awaitility.Awaitility.await;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.ClusterTool;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.table.ShardReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The shared Kafka and registry, and ClickHouse servers of the test's own beside its ClickHouse: two partitions of
 * event rows, so that each of two shards has one.
 */
public final class ShardStack {
    static final String TOPIC = Topics.EVENT_ROWS.name();

    private final SinkStack stack;
    private final String cluster;
    private final String group;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param cluster what the servers call it
     * @param group of the sinks; a new one reads the topic from its start
     */
    public ShardStack(SinkStack stack, String cluster, String group) {
        this.stack = stack;
        this.cluster = cluster;
        this.group = group;
    }

    /** Settings of a sink into these shards. */
    public SinkSettings settings(String shards, String... more) {
        return SinkSettings.from(environment(shards, more)).withTables(Set.of(table()));
    }

    /** A sink into these shards in a process of its own; the group is quick to see that it is gone. */
    Process process(Path log, String shards, String... more) throws IOException {
        stack.shortSessions(group);
        return SinkProcess.start(table(), variables(shards, more), log);
    }

    private SinkTable table() {
        return new SinkTable("events", TOPIC, group);
    }

    /** Takes away the tables that a test before has left, on each of these nodes. */
    void drop(List<LocalClickHouse> servers) {
        for (var server : servers) {
            query(server, "DROP DATABASE IF EXISTS watchllm SYNC");
            query(server, "DROP DATABASE IF EXISTS watchllm_all SYNC");
        }
    }

    /** Makes the tables of a cluster, as {@code watchllm schema create} does. */
    public void create(String shards, String... more) {
        var environment = environment(shards, more);
        new ClusterTool(ClickHouseSettings.from(environment), SchemaSettings.DEFAULT, ClusterSettings.from(environment))
                .create((node, report) -> {});
    }

    private Environment environment(String shards, String... more) {
        return new Environment(variables(shards, more));
    }

    private Map<String, String> variables(String shards, String... more) {
        var variables = new HashMap<>(stack.engines().environment());
        variables.putAll(Map.of(
                "WATCHLLM_CLICKHOUSE_URL",
                shards.split("[,|]", -1)[0],
                "WATCHLLM_CLICKHOUSE_SHARDS",
                shards,
                "WATCHLLM_CLICKHOUSE_CLUSTER",
                cluster,
                "WATCHLLM_SINK_FLUSH_INTERVAL",
                "20ms",
                "WATCHLLM_SINK_RETRY_BACKOFF_MAX",
                "500ms",
                "WATCHLLM_SINK_FAULT_INTERVAL",
                "500ms"));
        for (var i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    /** Sends event rows, every other one to the same partition. */
    public void send(long seed, int rows) {
        stack.send(TOPIC, WireRows.wire(stack.schemaId(TOPIC), WireRows.rows(EventRow.getClassSchema(), seed, rows)));
    }

    /** The answer of one server as text, without the last line feed. */
    public String query(LocalClickHouse server, String sql) {
        var request = HttpRequest.newBuilder(URI.create(server.httpUrl()))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.body());
            }
            return response.body().stripTrailing();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Rows of a table, and how many different records they come from. */
    public String counts(LocalClickHouse server, String table) {
        return query(server, "SELECT count(), uniqExact(source_partition, source_offset) FROM " + table);
    }

    /** Waits until the table has so many rows, each of another record. */
    public void awaitCounts(LocalClickHouse server, String table, int rows) {
        await().atMost(SinkStack.DEADLINE)
                .ignoreExceptions()
                .until(() -> counts(server, table).equals(rows + "\t" + rows));
    }

    /** What the events of a server are known by as a shard. */
    String shardName(LocalClickHouse server) {
        var settings = settings(server.httpUrl());
        try (var sql = ClickHouseConnection.open(settings.clickHouse())) {
            return new ShardReader(sql, "events").name();
        }
    }

    /** What is committed for a partition. */
    OffsetAndMetadata committed(int partition) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.bootstrap()))) {
            return Objects.requireNonNull(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(TOPIC, partition)));
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Commits for a partition, while no sink runs. */
    void commit(int partition, OffsetAndMetadata commit) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.bootstrap()))) {
            admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(TOPIC, partition), commit))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
