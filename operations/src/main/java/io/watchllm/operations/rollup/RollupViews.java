package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.Row;
import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.rollup.Rollup.Column;
import io.watchllm.operations.rollup.Rollup.Since;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Finds the rollups of a table, and how long tables keep their rows. */
public final class RollupViews {
    private RollupViews() {}

    /** Every rollup that rows of the table reach, including views of views, nearest first. */
    static List<Rollup> behind(ClickHouseConnection sql, String table, RollupScope scope) {
        var found = new ArrayList<Rollup>();
        var sources = new ArrayDeque<>(List.of(table));
        var seen = new HashSet<>(sources);
        while (!sources.isEmpty()) {
            var source = sources.remove();
            for (var view : views(sql, source)) {
                var target = view.text("target");
                found.add(rollup(sql, source, target, view.text("as_select"), scope));
                if (seen.add(target)) {
                    sources.add(target);
                }
            }
        }
        return found;
    }

    private static List<Row> views(ClickHouseConnection sql, String source) {
        return sql.query(
                "SELECT as_select, extract(create_table_query, 'MATERIALIZED VIEW \\\\S+ TO `?" + sql.database()
                        + "`?\\\\.`?(\\\\w+)') AS target FROM system.tables WHERE engine = 'MaterializedView' AND (database, name) IN"
                        + " (SELECT arrayJoin(arrayZip(dependencies_database, dependencies_table)) FROM system.tables"
                        + " WHERE database = '" + sql.database() + "' AND name = '" + source
                        + "') AND target != '' ORDER BY name");
    }

    private static Rollup rollup(
            ClickHouseConnection sql, String source, String target, String select, RollupScope scope) {
        var keys = new ArrayList<Column>();
        var values = new ArrayList<Column>();
        sql.query("SELECT name, type, is_in_sorting_key AS in_key FROM system.columns WHERE database = '"
                        + sql.database() + "' AND table = '" + target + "' ORDER BY position")
                .forEach(row -> (row.number("in_key") == 1 ? keys : values)
                        .add(new Column(row.text("name"), row.text("type"))));
        var timeKey = keys.stream().filter(key -> key.type().startsWith("Date")).findFirst();
        var firstTime = values.stream()
                .filter(value -> value.type().startsWith("SimpleAggregateFunction(min, DateTime"))
                .findFirst();
        // The shorter retention: rows that outlive the rollup can't be compared either.
        var kept = retention(sql, source).shorter(retention(sql, target));
        var since = new Since(kept, timeKey.orElse(null), firstTime.orElse(null));
        return new Rollup(source, target, sql.name(target), select, keys, values, since, scope);
    }

    /**
     * The retention of a table's rows, counted from their time.
     *
     * @throws OperationException when there is no such table
     */
    public static RetentionRule retention(ClickHouseConnection sql, String table) {
        return sql
                .query("SELECT engine_full FROM system.tables WHERE database = '" + sql.database() + "' AND name = '"
                        + table + "'")
                .stream()
                .map(row -> RetentionRule.ofEngine(row.text("engine_full")))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        "table " + sql.database() + "." + table + " does not exist; run: watchllm schema create"));
    }
}
