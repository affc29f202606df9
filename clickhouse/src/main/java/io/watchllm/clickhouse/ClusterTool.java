package io.watchllm.clickhouse;

import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The schema tool on every node, one after the other, in the order of the settings; on the one node when there is no
 * cluster. A run that was cut off can be repeated.
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
     * What a node has.
     *
     * @param url the node
     * @param check its database against what it should have
     */
    public record NodeCheck(URI url, SchemaCheck check) {}

    /** Whether there are several nodes. */
    public boolean several() {
        return nodes.size() > 1;
    }

    /**
     * Creates on each node what it lacks.
     *
     * @param listener told of each statement and the node it ran on
     * @throws SchemaException when a node does not answer or refuses a statement; those before it are done
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public void create(BiConsumer<URI, StatementReport> listener) {
        nodes.forEach(node -> tool(node).create(report -> listener.accept(node.url(), report)));
    }

    /**
     * What a node would do.
     *
     * @param url the node
     * @param plan what {@link #create} would do there
     */
    public record NodePlan(URI url, SchemaPlan plan) {}

    /**
     * Says what {@link #create} would do to the tables of each node, and changes nothing.
     *
     * @throws SchemaException when a node does not answer
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
     * @throws SchemaException when a node does not answer
     */
    public List<NodeCheck> check() {
        return nodes.stream()
                .map(node -> new NodeCheck(node.url(), tool(node).check()))
                .toList();
    }

    /**
     * Looks on each node for what would break exactly-once.
     *
     * @throws SchemaException when a node does not answer
     */
    public List<SchemaVerification> verify() {
        return nodes.stream().map(node -> tool(node).verify()).toList();
    }

    private SchemaTool tool(ClickHouseSettings node) {
        return new SchemaTool(node, schema, cluster);
    }
}
