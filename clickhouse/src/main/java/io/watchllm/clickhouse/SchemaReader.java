package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.AppliedMigration;
import io.watchllm.clickhouse.core.StoredRetention;
import io.watchllm.clickhouse.core.TableState;
import io.watchllm.clickhouse.core.TableState.Besides;
import io.watchllm.clickhouse.core.TableState.Column;
import io.watchllm.clickhouse.core.TableState.Index;
import io.watchllm.clickhouse.core.TableState.Keys;
import io.watchllm.clickhouse.core.TableState.Projection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the state of one database from ClickHouse's system tables. */
final class SchemaReader {
    private static final Pattern TARGET =
            Pattern.compile("CREATE MATERIALIZED VIEW \\S+ TO `?(\\w+)`?\\.`?(\\w+)`?\\s");

    private final ClickHouseConnection connection;
    private final String database;

    SchemaReader(ClickHouseConnection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /** Whether the database exists. */
    boolean databaseExists() {
        return !connection
                .query("SELECT name FROM system.databases WHERE name = '" + database + "'")
                .isEmpty();
    }

    /** Names of its tables and views. */
    Set<String> names() {
        return connection.query("SELECT name FROM system.tables WHERE database = '" + database + "'").stream()
                .map(row -> row.text("name"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The applied migrations, in order of their numbers. */
    List<AppliedMigration> applied() {
        return connection
                .query("SELECT DISTINCT number, name, checksum FROM " + database + ".schema_migrations ORDER BY number")
                .stream()
                .map(row -> new AppliedMigration(
                        Integer.parseInt(row.text("number")), row.text("name"), row.text("checksum")))
                .toList();
    }

    /** Its tables and views, in order of their names. */
    List<StoredTable> tables() {
        var parts = new Parts(
                connection.query("SELECT table, name, type, default_expression FROM system.columns"
                        + " WHERE database = '" + database + "' ORDER BY table, position"),
                connection.query("SELECT table, name, type_full, expr FROM system.data_skipping_indices"
                        + " WHERE database = '" + database + "' ORDER BY table, name"),
                connection.query("SELECT table, name, query, arrayStringConcat(arrayMap((name, value) ->"
                        + " concat(name, ' = ', value), mapKeys(settings), mapValues(settings)), ', ') AS settings"
                        + " FROM system.projections WHERE database = '" + database + "' ORDER BY table, name"));
        return connection
                .query("SELECT name, engine, partition_key, primary_key, sorting_key, engine_full, create_table_query,"
                        + " toString(ifNull(total_rows, 0)) AS rows, toString(ifNull(total_bytes, 0)) AS bytes"
                        + " FROM system.tables WHERE database = '" + database + "' ORDER BY name")
                .stream()
                .map(row -> table(row, parts))
                .toList();
    }

    private StoredTable table(Row row, Parts parts) {
        var name = row.text("name");
        var state = new TableState(
                name,
                row.text("engine"),
                new Keys(row.text("partition_key"), row.text("primary_key"), row.text("sorting_key")),
                target(row),
                of(name, parts.columns())
                        .map(column ->
                                new Column(column.text("name"), column.text("type"), column.text("default_expression")))
                        .toList(),
                new Besides(
                        of(name, parts.indexes())
                                .map(index ->
                                        new Index(index.text("name"), index.text("type_full"), index.text("expr")))
                                .toList(),
                        of(name, parts.projections())
                                .map(projection -> new Projection(
                                        projection.text("name"), projection.text("query"), projection.text("settings")))
                                .toList()));
        return new StoredTable(
                state,
                row.number("rows"),
                row.number("bytes"),
                StoredRetention.of(row.text("engine_full"), row.text("create_table_query")));
    }

    private static Stream<Row> of(String table, List<Row> rows) {
        return rows.stream().filter(row -> row.text("table").equals(table));
    }

    private String target(Row row) {
        if (!row.text("engine").equals("MaterializedView")) {
            return "";
        }
        return Optional.of(TARGET.matcher(row.text("create_table_query")))
                .filter(match -> match.find())
                .map(match -> (match.group(1).equals(database) ? "" : match.group(1) + ".") + match.group(2))
                .orElse("");
    }

    /** Columns, indexes and projections of all tables of the database, one row each. */
    private record Parts(List<Row> columns, List<Row> indexes, List<Row> projections) {}

    /**
     * A table or view as it is stored.
     *
     * @param state its definition
     * @param rows rows it holds; 0 for a view
     * @param bytes bytes it takes on disk, compressed; 0 for a view
     * @param retention how long it keeps its rows and column values
     */
    record StoredTable(TableState state, long rows, long bytes, StoredRetention retention) {}
}
