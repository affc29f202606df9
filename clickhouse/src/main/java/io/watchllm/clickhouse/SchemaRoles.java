package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.DistributedTables;
import io.watchllm.clickhouse.core.RolePlan;
import io.watchllm.clickhouse.core.RolePlan.Section;
import io.watchllm.clickhouse.core.RoleRequest;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** Plans and creates the roles of a database and of the distributed tables, on each node. */
public final class SchemaRoles {
    private final ClickHouseSettings settings;
    private final SchemaSettings schema;
    private final ClusterSettings cluster;

    public SchemaRoles(ClickHouseSettings settings, SchemaSettings schema, ClusterSettings cluster) {
        this.settings = settings;
        this.schema = schema;
        this.cluster = cluster;
    }

    /** The statements, derived from the schema of this version alone: no server is asked. */
    public List<Section> plan(RoleRequest request) {
        var whole = cluster.present()
                ? new DistributedTables(settings.database(), cluster.database(), cluster.name())
                : null;
        return new RolePlan(settings.database(), SchemaTool.expected(schema.switches()), whole).sections(request);
    }

    /**
     * Runs statements in order on each node, up to the first that is rejected. They can be run again.
     *
     * @param done called for each node when all were run there
     * @throws StatementException when a node does not answer or rejects a statement; those before it are done
     */
    public void apply(List<Section> sections, Consumer<URI> done) {
        for (var node : cluster.nodes(settings)) {
            try (var connection = ClickHouseConnection.open(node)) {
                sections.forEach(section -> section.statements().forEach(connection::execute));
            }
            done.accept(node.url());
        }
    }
}
