package io.watchllm.clickhouse;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which columns of which tables a query reads, as ClickHouse itself resolves it. */
record QueryReads(Map<String, Set<String>> columnsByTable) {
    private static final Pattern TABLE = Pattern.compile("TABLE id: (\\d+), .*table_name: \\w+\\.(\\w+)");
    private static final Pattern COLUMN = Pattern.compile("COLUMN id: \\d+, column_name: (\\w+), .*source_id: (\\d+)");

    /** The reads of a query with these parameters ({@code param_…}). */
    static QueryReads of(TestDatabase database, String sql, Map<String, String> parameters) {
        var tree = database.sql("EXPLAIN QUERY TREE run_passes = 1 " + sql, parameters);
        var tables = new HashMap<String, String>();
        TABLE.matcher(tree).results().forEach(table -> tables.put(table.group(1), table.group(2)));
        var columns = new TreeMap<String, Set<String>>();
        COLUMN.matcher(tree).results().forEach(column -> {
            var table = tables.get(column.group(2));
            if (table != null) {
                columns.computeIfAbsent(table, any -> new TreeSet<>()).add(column.group(1));
            }
        });
        return new QueryReads(columns);
    }

    /** Columns of a table that are read; none when the table is not. */
    Set<String> of(String table) {
        return columnsByTable.getOrDefault(table, Set.of());
    }
}
