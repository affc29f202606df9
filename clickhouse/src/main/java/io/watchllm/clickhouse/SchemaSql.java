package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.Replication;
import io.watchllm.clickhouse.core.RetentionComparison;
import io.watchllm.clickhouse.core.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is run for a statement of a migration: its text with the places filled by what is set.
 *
 * @param database name of the database
 * @param replicated whether engines are those of replicated tables
 */
record SchemaSql(String database, SchemaSettings schema, boolean replicated) {

    /** The SQL of the statement, one or several, in order. */
    List<String> of(Statement statement) {
        var filled = statement.sql().fill(parameters());
        var text = replicated ? new Replication(database).statement(statement.name(), filled) : filled;
        return Stream.concat(Stream.of(text), payloadEarlier(statement)).toList();
    }

    /** What follows on a new table: the TTL of its columns is a setting, and no migration has it. */
    private Stream<String> payloadEarlier(Statement statement) {
        return statement.kind().equals("create table") && SchemaSettings.RETAINED.contains(statement.name())
                ? SchemaTool.expected(Set.of()).stream()
                        .filter(table -> table.name().equals(statement.name()))
                        .flatMap(table -> new RetentionComparison(database)
                                .payloadOfNewTable(table, schema.retention(table.name())).stream())
                : Stream.empty();
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<String, String>();
        parameters.put("database", database);
        parameters.put("dedup_window", String.valueOf(schema.deduplicationWindow()));
        for (var table : SchemaSettings.RETAINED) {
            var wanted = schema.retention(table);
            var ttl = wanted.rows().ttl(wanted.age());
            parameters.put(table + "_ttl", ttl.isEmpty() ? "" : "TTL " + ttl);
        }
        return parameters;
    }
}
