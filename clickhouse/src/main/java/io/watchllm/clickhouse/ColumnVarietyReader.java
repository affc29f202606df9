package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.ColumnVariety;
import io.watchllm.clickhouse.core.TableState;
import io.watchllm.clickhouse.core.TableState.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the distinct values of LowCardinality columns, in the largest part that is still quick to read: names of
 * steps, agents, templates and errors come from applications, and some put ids into them.
 */
final class ColumnVarietyReader {
    private static final List<String> TABLES = List.of("events", "tool_calls", "agent_steps");
    private static final long ROWS_MAX = 5_000_000;

    private final ClickHouseConnection connection;
    private final String database;

    ColumnVarietyReader(ClickHouseConnection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /** Counts for the columns of these tables; none for a table that has no rows, or that the user may not read. */
    Stream<ColumnVariety> of(List<TableState> tables) {
        return tables.stream().filter(table -> TABLES.contains(table.name())).flatMap(table -> of(table).stream());
    }

    private List<ColumnVariety> of(TableState table) {
        var columns = table.columns().stream()
                .filter(column -> column.type().contains("LowCardinality("))
                .toList();
        try {
            var parts = connection.query("SELECT name FROM system.parts WHERE active AND database = '" + database
                    + "' AND table = '" + table.name() + "' AND rows <= " + ROWS_MAX
                    + " ORDER BY rows DESC, name LIMIT 1");
            if (parts.isEmpty() || columns.isEmpty()) {
                return List.of();
            }
            var part = parts.getFirst().text("name");
            var counts = columns.stream().map(ColumnVarietyReader::count).collect(Collectors.joining(", "));
            var row = connection
                    .query("SELECT " + counts + " FROM " + database + "." + table.name() + " WHERE _part = '" + part
                            + "'")
                    .getFirst();
            return columns.stream()
                    .map(column -> new ColumnVariety(table.name(), column.name(), part, row.number(column.name())))
                    .toList();
        } catch (StatementException denied) {
            // A check of the schema does not require the right to read rows.
            return List.of();
        }
    }

    private static String count(Column column) {
        var function = column.type().startsWith("Array(") ? "uniqArray" : "uniq";
        return function + "(" + column.name() + ") AS " + column.name();
    }
}
