package io.watchllm.clickhouse.core;

import io.watchllm.clickhouse.core.TableState.Besides;
import io.watchllm.clickhouse.core.TableState.Column;
import io.watchllm.clickhouse.core.TableState.Index;
import io.watchllm.clickhouse.core.TableState.Keys;
import io.watchllm.clickhouse.core.TableState.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A schema as tab-separated lines: one for each table, column, index and projection. */
public final class SchemaText {
    private SchemaText() {}

    /** Formats a schema. */
    public static String write(List<TableState> tables) {
        var lines = new ArrayList<String>();
        for (var table : tables) {
            var keys = table.keys();
            lines.add(String.join(
                    "\t",
                    "table",
                    table.name(),
                    table.engine(),
                    keys.partition(),
                    keys.primary(),
                    keys.sorting(),
                    table.target()));
            table.columns()
                    .forEach(column -> lines.add(String.join(
                            "\t", "column", table.name(), column.name(), column.type(), column.defaultExpression())));
            table.indexes()
                    .forEach(index -> lines.add(
                            String.join("\t", "index", table.name(), index.name(), index.type(), index.expression())));
            table.projections()
                    .forEach(projection -> lines.add(String.join(
                            "\t",
                            "projection",
                            table.name(),
                            projection.name(),
                            projection.settings(),
                            projection.query())));
        }
        return String.join("\n", lines) + "\n";
    }

    /**
     * Parses a schema. A later text may add to the tables of an earlier one.
     *
     * @throws IllegalArgumentException when a line is of another kind, or its table was not there before
     */
    public static List<TableState> read(String text) {
        var tables = new LinkedHashMap<String, TableState>();
        text.lines().map(line -> line.split("\t", -1)).forEach(words -> {
            var before = tables.get(words[1]);
            if (words[0].equals("table")) {
                tables.put(words[1], table(words));
            } else if (before == null) {
                throw new IllegalArgumentException("table " + words[1] + " has no line of its own");
            } else {
                tables.put(words[1], with(before, words));
            }
        });
        return List.copyOf(tables.values());
    }

    private static TableState table(String[] words) {
        return new TableState(
                words[1], words[2], new Keys(words[3], words[4], words[5]), words[6], List.of(), Besides.NONE);
    }

    private static TableState with(TableState table, String[] words) {
        var columns = new ArrayList<>(table.columns());
        var indexes = new ArrayList<>(table.indexes());
        var projections = new ArrayList<>(table.projections());
        switch (words[0]) {
            case "column" -> columns.add(new Column(words[2], words[3], words[4]));
            case "index" -> indexes.add(new Index(words[2], words[3], words[4]));
            case "projection" -> projections.add(new Projection(words[2], words[4], words[3]));
            default ->
                throw new IllegalArgumentException("expected table, column, index or projection, found " + words[0]);
        }
        return new TableState(
                table.name(), table.engine(), table.keys(), table.target(), columns, new Besides(indexes, projections));
    }
}
