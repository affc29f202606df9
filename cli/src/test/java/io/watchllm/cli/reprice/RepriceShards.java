package io.watchllm.cli.reprice;

import io.watchllm.cli.CommandRun;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.ClusterTool;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Two ClickHouse processes as shards or replicas, beside the Kafka of the stack, and commands over both. */
final class RepriceShards implements AutoCloseable {
    /** Nobody listens there. */
    static final String ABSENT = "http://127.0.0.1:1";

    private static final String NAME = "both";
    private static final List<String> RANGE =
            List.of("--from", RepriceStack.FROM.toString(), "--to", RepriceStack.TO.toString());

    private final ClickHouseCluster servers;
    private final Map<String, String> environment;
    private final ClickHouseSettings settings;
    private final Path folder;

    /**
     * Two shards.
     *
     * @param folder for the files that commands read
     */
    RepriceShards(RepriceStack stack, Path folder) {
        this(stack, folder, ClusterLayout.free(NAME, 2, 1, null));
    }

    /** One shard of two replicas. */
    static RepriceShards replicas(RepriceStack stack, Path folder, String keeper) {
        return new RepriceShards(stack, folder, ClusterLayout.free(NAME, 1, 2, keeper));
    }

    private RepriceShards(RepriceStack stack, Path folder, ClusterLayout layout) {
        this.folder = folder;
        servers = ClickHouseCluster.start(layout);
        environment = new HashMap<>(stack.environment());
        environment.put("WATCHLLM_CLICKHOUSE_URL", url(1));
        environment.put("WATCHLLM_CLICKHOUSE_SHARDS", servers.urls());
        environment.put("WATCHLLM_CLICKHOUSE_CLUSTER", NAME);
        environment.put("WATCHLLM_CLICKHOUSE_REPLICATED", String.valueOf(layout.keeper() != null));
        var variables = new Environment(environment);
        settings = ClickHouseSettings.from(variables);
        new ClusterTool(settings, SchemaSettings.DEFAULT, ClusterSettings.from(variables)).create((node, report) -> {});
    }

    /** The node of a number, shard by shard. */
    String url(int node) {
        return servers.urls().split("[,|]", -1)[node];
    }

    /** Every other call goes to the same shard. */
    void store(String project, int rows) {
        execute(0, RepriceStack.insert(project, rows, "number % 2 = 0"));
        execute(1, RepriceStack.insert(project, rows, "number % 2 = 1"));
    }

    void execute(int node, String sql) {
        try (var connection = ClickHouseConnection.open(settings.at(URI.create(url(node))))) {
            connection.execute(sql);
        }
    }

    /** Rows of an answer, over all shards where the query names watchllm_all. */
    String ask(String sql) {
        return ask(1, sql);
    }

    String ask(int node, String sql) {
        try (var connection = ClickHouseConnection.open(settings.at(URI.create(url(node))))) {
            return connection.query(sql).stream()
                    .map(row -> String.join("\t", row.values().values()))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** {@code prices reprice} or {@code rollups …} of a project. */
    CommandRun command(List<String> command, String project, String... more) throws IOException {
        return command(servers.urls(), command, project, more);
    }

    /** The same, with another shard after these that does not answer. */
    CommandRun commandWithOneAbsent(List<String> command, String project) throws IOException {
        return command(servers.urls() + "," + ABSENT, command, project);
    }

    /** The same over other shards. */
    CommandRun command(String shards, List<String> command, String project, String... more) throws IOException {
        var all = new HashMap<>(environment);
        all.put("WATCHLLM_CLICKHOUSE_SHARDS", shards);
        var arguments = new ArrayList<>(RANGE);
        arguments.addAll(List.of("--project", project));
        arguments.addAll(List.of(more));
        var variables = CommandRun.variables(Files.createDirectories(folder.resolve("shards")), all);
        return CommandRun.of(command, variables, arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        servers.close();
    }
}
