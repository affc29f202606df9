package io.watchllm.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.operations.audit.Audit;
import io.watchllm.sink.ShardStack;
import io.watchllm.sink.SinkStack;
import io.watchllm.teststack.ClusterLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from one node to two shards, as docs/operators/clusters.md tells it. */
class ClusterPathIT {
    private static final String CLUSTER = "grown";
    private static final String[] ALONE = {"WATCHLLM_CLICKHOUSE_SHARDS", ""};
    private static final String REPORT = "SELECT * FROM watchllm%s.hourly_report ORDER BY ALL";

    private final SinkStack sinks = SinkStack.shared();
    private final ShardStack stack = new ShardStack(sinks, CLUSTER, "path");

    @Test
    void shouldGoFromOneNodeToTwoShards(@TempDir Path folder) throws IOException {
        var layout = ClusterLayout.free(CLUSTER, 2, 1, null);
        var alone = LocalClickHouse.builder()
                .folder(folder.resolve("first"))
                .tcpPort(layout.ports().getFirst().getFirst())
                .start();
        var url = alone.httpUrl();
        var before = filled(alone, url);

        // 2. Tell every node of the cluster, the old one too, and start them.
        try (var first = LocalClickHouse.builder()
                        .folder(folder.resolve("first"))
                        .httpPort(alone.httpPort())
                        .tcpPort(alone.tcpPort())
                        .configFile(layout.writeConfig(folder, 0, 0))
                        .start();
                var second = LocalClickHouse.builder()
                        .tcpPort(layout.ports().getLast().getFirst())
                        .configFile(layout.writeConfig(folder, 1, 0))
                        .start()) {
            var shards = url + "," + second.httpUrl();
            // 3. watchllm schema create, with WATCHLLM_CLICKHOUSE_SHARDS.
            stack.create(shards);
            assertThat(stack.query(second, REPORT.formatted("_all")))
                    .isNotEmpty()
                    .isEqualTo(before);
            // 4. Start the sinks.
            var sink = sinks.start(stack.settings(shards));
            stack.send(2, 400);
            stack.awaitCounts(first, "watchllm_all.events", 800);
            sink.close();

            assertThat(stack.counts(first, "watchllm.events")).isEqualTo("600\t600");
            assertThat(stack.counts(second, "watchllm.events")).isEqualTo("200\t200");
            // 5. watchllm audit.
            requireNothingAmiss(stack.settings(shards));
            var requests = "SELECT sum(requests) FROM watchllm_all.hourly_report";
            assertThat(stack.query(second, requests))
                    .isEqualTo(stack.query(
                            first, "SELECT count() FROM watchllm_all.events WHERE event_type = 'prompt_call'"));

            requireWhatIsMissingIsPutWhereItBelongs(second, shards);
        }
    }

    /** Fills a node that is alone, and stops it; gives what its report says. */
    private String filled(LocalClickHouse alone, String url) throws IOException {
        try (alone) {
            stack.create(url, ALONE);
            var sink = sinks.start(stack.settings(url, ALONE));
            stack.send(1, 400);
            stack.awaitCounts(alone, "watchllm.events", 400);
            // 1. Stop the sinks.
            sink.close();
            return stack.query(alone, REPORT.formatted(""));
        }
    }

    private void requireWhatIsMissingIsPutWhereItBelongs(LocalClickHouse second, String shards) throws IOException {
        stack.query(second, "DELETE FROM watchllm.events WHERE source_offset = 300");
        assertThat(missing(stack.settings(shards), true)).isEqualTo(1);
        assertThat(missing(stack.settings(shards), false)).isZero();
        assertThat(stack.counts(second, "watchllm.events")).isEqualTo("200\t200");
    }

    private void requireNothingAmiss(SinkSettings settings) throws IOException {
        try (var registry = registry();
                var audit = new Audit(settings, registry, Clock.systemUTC())) {
            for (var table : settings.tables()) {
                var counts =
                        audit.rows(table, new Audit.Scope(null, null, false)).counts();
                assertThat(counts.records()).isEqualTo(800);
                assertThat(counts.missing()).isZero();
                assertThat(counts.twice()).isZero();
                assertThat(audit.rollups(table)).hasSize(6).allSatisfy(rollup -> {
                    assertThat(rollup.counts().compared()).isPositive();
                    assertThat(rollup.counts().differing()).isZero();
                });
            }
        }
    }

    private long missing(SinkSettings settings, boolean repair) throws IOException {
        try (var registry = registry();
                var audit = new Audit(settings, registry, Clock.systemUTC())) {
            var table = settings.tables().iterator().next();
            return audit.rows(table, new Audit.Scope(null, null, repair))
                    .counts()
                    .missing();
        }
    }

    private CachedSchemaRegistryClient registry() {
        return new CachedSchemaRegistryClient(
                List.of(sinks.engines().schemaRegistry().url()),
                100,
                List.of(new AvroSchemaProvider()),
                Map.of(),
                Map.of());
    }
}
