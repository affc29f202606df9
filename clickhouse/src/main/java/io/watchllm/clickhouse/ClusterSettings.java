package io.watchllm.clickhouse;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Settings of a cluster, when more than one node holds the tables. Each shard has all tables and a part of the rows;
 * the replicas of a shard have the same rows.
 *
 * @param shards HTTP interfaces, by shard and within it by replica; empty for a single node
 * @param name name of the cluster in the {@code remote_servers} of the nodes
 * @param database database of the distributed tables
 * @param replicated whether the tables of a shard are replicated
 */
public record ClusterSettings(List<List<URI>> shards, String name, String database, boolean replicated) {
    private static final Setting<URI> NODE = Setting.url("one node", null, "");

    private static final Setting<List<List<URI>>> SHARDS = new Setting<>(
            "WATCHLLM_CLICKHOUSE_SHARDS",
            "http or https URLs: commas between shards, | between replicas of a shard",
            "",
            "The nodes of a cluster. The schema tool makes the tables on each of them; the sink writes partition p to the"
                    + " first replica of shard p mod n. Without it, WATCHLLM_CLICKHOUSE_URL is all there is.",
            false,
            ClusterSettings::parse);
    private static final Setting<String> NAME = new Setting<>(
            "WATCHLLM_CLICKHOUSE_CLUSTER",
            "identifier",
            "watchllm",
            "What the nodes call the cluster in their remote_servers.",
            false,
            ClickHouseSettings::requireDatabase);
    private static final Setting<String> DATABASE = new Setting<>(
            "WATCHLLM_CLICKHOUSE_CLUSTER_DATABASE",
            "identifier",
            "watchllm_all",
            "Database of the tables over all shards; queries, reconciliation and the audit read there when"
                    + " WATCHLLM_CLICKHOUSE_SHARDS is set.",
            false,
            ClickHouseSettings::requireDatabase);
    private static final Setting<Boolean> REPLICATED = Setting.flag(
            "WATCHLLM_CLICKHOUSE_REPLICATED",
            false,
            "Whether schema create makes replicated tables; the nodes need a Keeper and the macros shard and replica.");

    /** The variables that hold these settings. */
    public static final List<Setting<?>> SETTINGS = List.of(SHARDS, NAME, DATABASE, REPLICATED);

    /** Settings of a single node. */
    public static final ClusterSettings NONE = from(new Environment(Map.of()));

    public ClusterSettings {
        shards = shards.stream().map(List::copyOf).toList();
    }

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static ClusterSettings from(Environment environment) {
        return new ClusterSettings(
                environment.value(SHARDS),
                environment.value(NAME),
                environment.value(DATABASE),
                environment.value(REPLICATED));
    }

    /** Whether there are shards, with distributed tables over them. */
    public boolean present() {
        return !shards.isEmpty();
    }

    /** Settings for reading all rows: the database of the distributed tables on a cluster, else that of the node. */
    public ClickHouseSettings whole(ClickHouseSettings node) {
        return present() ? node.in(database) : node;
    }

    /** Creates a runner of queries over all shards; a subquery covers all shards, too. */
    public BlockClient reader(ClickHouseSettings node) {
        return BlockClient.open(whole(node), present() ? Map.of("distributed_product_mode", "global") : Map.of());
    }

    /**
     * Connection settings of the first replica of each shard, which is written to and compared; one without a cluster.
     */
    public List<ClickHouseSettings> writers(ClickHouseSettings node) {
        return present()
                ? shards.stream().map(shard -> node.at(shard.getFirst())).toList()
                : List.of(node);
    }

    /** Names of the {@link #writers} in reports: their URLs; empty when there is only one. */
    public List<String> writerNames(ClickHouseSettings node) {
        var writers = writers(node);
        return writers.size() == 1
                ? List.of("")
                : writers.stream().map(writer -> writer.url().toString()).toList();
    }

    /** Connection settings of every node; one without a cluster. */
    public List<ClickHouseSettings> nodes(ClickHouseSettings node) {
        return present() ? shards.stream().flatMap(List::stream).map(node::at).toList() : List.of(node);
    }

    private static List<List<URI>> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        var shards = Arrays.stream(text.split(",", -1))
                .map(shard -> Arrays.stream(shard.split("\\|", -1))
                        .map(url -> NODE.parser().parse(url.strip()))
                        .toList())
                .toList();
        var all = shards.stream().flatMap(List::stream).toList();
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException("expected each node once");
        }
        return shards;
    }
}
