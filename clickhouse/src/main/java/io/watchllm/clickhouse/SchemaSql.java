package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.Replication;
import io.watchllm.clickhouse.core.RetentionComparison;
import io.watchllm.clickhouse.core.Statement;
import io.watchllm.clickhouse.core.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is run for a statement of a migration: its text with the places filled by what is set.
 *
 * @param database name of the database
 * @param migrations all that there are, in order
 * @param replicated whether engines are those of replicated tables
 */
record SchemaSql(String database, SchemaSettings schema, List<Migration> migrations, boolean replicated) {

    /** The SQL of the statement, one or several, in order. */
    List<String> of(Statement statement) {
        var text = replicated
                ? new Replication(database)
                        .statement(statement.name(), whole(statement).fill(parameters()))
                : statement.sql().fill(parameters());
        return Stream.concat(Stream.of(text), payloadEarlier(statement)).toList();
    }

    private Template whole(Statement statement) {
        return statement.kind().equals("create table")
                ? Replication.whole(
                        statement.sql(),
                        migrations.stream()
                                .filter(migration -> migration.isFor(schema.switches()))
                                .flatMap(migration -> migration.statements().stream())
                                .filter(other -> other.name().equals(statement.name()))
                                .toList())
                : statement.sql();
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
