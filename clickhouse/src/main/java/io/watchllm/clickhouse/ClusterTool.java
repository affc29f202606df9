package io.watchllm.clickhouse;

import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs the schema tool on every node, one after the other, in the order of the settings; on the single node without a
 * cluster. An interrupted run can be repeated.
 */
public final class ClusterTool {
    private final List<ClickHouseSettings> nodes;
    private final SchemaSettings schema;
    private final ClusterSettings cluster;

    public ClusterTool(ClickHouseSettings settings, SchemaSettings schema, ClusterSettings cluster) {
        this.nodes = cluster.nodes(settings);
        this.schema = schema;
        this.cluster = cluster;
    }

    /**
     * Result of checking a node.
     *
     * @param check comparison of its database with the expected schema
     */
    public record NodeCheck(URI url, SchemaCheck check) {}

    /** Whether there are several nodes. */
    public boolean several() {
        return nodes.size() > 1;
    }

    /**
     * Creates what is missing on each node.
     *
     * @param listener called after each statement, with the node it ran on
     * @throws StatementException when a node does not answer or rejects a statement; those before it are done
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public void create(BiConsumer<URI, StatementReport> listener) {
        nodes.forEach(node -> tool(node).create(report -> listener.accept(node.url(), report)));
    }

    /**
     * Plan for a node.
     *
     * @param plan what {@link #create} would do there
     */
    public record NodePlan(URI url, SchemaPlan plan) {}

    /**
     * Plans what {@link #create} would do on each node, without changing anything.
     *
     * @throws StatementException when a node does not answer
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public List<NodePlan> plans() {
        return nodes.stream()
                .map(node -> new NodePlan(node.url(), tool(node).plan()))
                .toList();
    }

    /**
     * Compares each node with the schema of this version.
     *
     * @throws StatementException when a node does not answer
     */
    public List<NodeCheck> check() {
        return nodes.stream()
                .map(node -> new NodeCheck(node.url(), tool(node).check()))
                .toList();
    }

    /**
     * Checks each node for settings that would break exactly-once.
     *
     * @throws StatementException when a node does not answer
     */
    public List<SchemaVerification> verify() {
        return nodes.stream().map(node -> tool(node).verify()).toList();
    }

    private SchemaTool tool(ClickHouseSettings node) {
        return new SchemaTool(node, schema, cluster);
    }
}
