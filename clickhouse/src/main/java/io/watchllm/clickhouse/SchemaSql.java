package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.PayloadColumns;
import io.watchllm.clickhouse.core.Replication;
import io.watchllm.clickhouse.core.Statement;
import io.watchllm.clickhouse.core.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SQL of a migration's statements, with their parameters filled in from the settings.
 *
 * @param migrations all migrations, in order
 * @param replicated whether tables use replicated engines
 */
record SchemaSql(String database, SchemaSettings schema, List<Migration> migrations, boolean replicated) {

    /** The SQL of the statement. */
    String of(Statement statement) {
        return replicated
                ? new Replication(database).statement(statement.name(), filled(statement, whole(statement)))
                : filled(statement, statement.sql());
    }

    private Template whole(Statement statement) {
        return makesTable(statement)
                ? Replication.whole(
                        statement.sql(),
                        migrations.stream()
                                .filter(migration -> migration.isFor(schema.switches()))
                                .flatMap(migration -> migration.statements().stream())
                                .filter(other -> other.name().equals(statement.name()))
                                .toList())
                : statement.sql();
    }

    /** Adds the TTL of payload columns to a new table: it is a setting, so no migration has it. */
    private String filled(Statement statement, Template template) {
        var sql = template.fill(parameters());
        return makesTable(statement)
                ? PayloadColumns.withTtl(
                        statement.name(),
                        sql,
                        schema.retention(statement.name()).payloadTtl())
                : sql;
    }

    private static boolean makesTable(Statement statement) {
        return statement.kind().equals("create table");
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<String, String>();
        parameters.put("database", database);
        parameters.put("dedup_window", String.valueOf(schema.deduplicationWindow()));
        for (var table : SchemaSettings.RETAINED) {
            var wanted = schema.retention(table);
            var ttl = wanted.rowsTtl();
            parameters.put(table + "_ttl", ttl.isEmpty() ? "" : "TTL " + ttl);
        }
        return parameters;
    }
}
