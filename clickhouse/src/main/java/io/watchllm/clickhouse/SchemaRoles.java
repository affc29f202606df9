package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.RolePlan;
import io.watchllm.clickhouse.core.RolePlan.Section;
import io.watchllm.clickhouse.core.RoleRequest;
import java.util.List;

/** The roles of a database: what makes them, and making them. */
public final class SchemaRoles {
    private final ClickHouseSettings settings;
    private final SchemaSettings schema;

    public SchemaRoles(ClickHouseSettings settings, SchemaSettings schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** The statements, reckoned from the schema of this version alone: no server is asked. */
    public List<Section> plan(RoleRequest request) {
        return new RolePlan(settings.database(), SchemaTool.expected(schema.switches())).sections(request);
    }

    /**
     * Runs statements in order, up to the first that is refused. They can be run again.
     *
     * @throws SchemaException when ClickHouse does not answer or refuses one
     */
    public void apply(List<Section> sections) {
        try (var connection = ClickHouseConnection.open(settings)) {
            sections.forEach(section -> section.statements().forEach(connection::execute));
        }
    }
}
