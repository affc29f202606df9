package io.watchllm.sink.audit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rollup and what fills it.
 *
 * @param target the table, quoted, with its database
 * @param select what the view makes of the rows, as ClickHouse has it
 * @param keys columns of the sorting key
 * @param values the other columns
 * @param since what may be compared: rows of the source older than its retention are gone, and the rollup may still
 *     count them
 */
record Rollup(String target, String select, List<Column> keys, List<Column> values, Since since) {

    /** A column and its type. */
    record Column(String name, String type) {
        String quoted() {
            return "`" + name + "`";
        }

        /** Its value as text, the finished one where it holds a state. */
        String text() {
            var finished = type.startsWith("AggregateFunction(") ? "finalizeAggregation(" + quoted() + ")" : quoted();
            return "ifNull(toString(" + finished + "), 'NULL')";
        }
    }

    /**
     * What may be compared.
     *
     * @param days retention of the rows; 0 when they stay
     * @param timeKey key column that holds a time; null when there is none
     * @param firstTime value column that holds the time of the oldest row; null when there is none
     */
    record Since(
            long days, @Nullable Column timeKey, @Nullable Column firstTime) {

        /** A condition on the keys of both sides; empty when all may be compared. */
        String keyCondition() {
            return days == 0 || timeKey == null ? "" : " WHERE " + timeKey.quoted() + " > " + bound(timeKey);
        }

        /** A condition on what both sides say of one key; empty when all may be compared. */
        String groupCondition() {
            return days == 0 || timeKey != null || firstTime == null ? "" : " WHERE oldest > " + bound(firstTime);
        }

        private String bound(Column column) {
            var time = "now('UTC') - toIntervalDay(" + days + ") + toIntervalHour(1)";
            return column.type().startsWith("Date") && !column.type().startsWith("DateTime")
                    ? "toDate(" + time + ", 'UTC')"
                    : time;
        }
    }

    /** One row for each key that may be compared: its columns as text, what the rollup says, what a recount says. */
    private String bothSides() {
        var groupCondition = since.groupCondition();
        var oldest = groupCondition.isEmpty() ? "" : ", min(oldest) AS oldest";
        return "(SELECT " + keyNames() + ", anyIf(said, side = 1) AS rollup, anyIf(said, side = 0) AS recount" + oldest
                + " FROM (" + side(1, target + " FINAL") + " UNION ALL " + side(0, "(" + select + ")") + ") GROUP BY "
                + keyNames() + ")" + groupCondition;
    }

    private String side(int number, String from) {
        var columns = Stream.concat(
                        java.util.stream.IntStream.range(0, keys.size())
                                .mapToObj(i -> keys.get(i).text() + " AS k" + i),
                        Stream.of("arrayStringConcat([" + texts(values) + "], '\\t') AS said", number + " AS side"))
                .collect(Collectors.joining(", "));
        var firstTime = since.groupCondition().isEmpty() || since.firstTime() == null
                ? ""
                : ", " + since.firstTime().quoted() + " AS oldest";
        return "SELECT " + columns + firstTime + " FROM " + from + since.keyCondition();
    }

    private static String texts(List<Column> columns) {
        return columns.stream().map(Column::text).collect(Collectors.joining(", "));
    }

    private String keyNames() {
        return java.util.stream.IntStream.range(0, keys.size())
                .mapToObj(i -> "k" + i)
                .collect(Collectors.joining(", "));
    }

    /** How many keys were compared, and how many of them differ. */
    String countSql() {
        return "SELECT toInt64(count()) AS compared, toInt64(countIf(rollup != recount)) AS differing FROM "
                + bothSides();
    }

    /** The keys that differ, first {@code most}, with tab-separated values of both sides. */
    String differencesSql(int most) {
        return "SELECT " + keyNames() + ", rollup, recount FROM (SELECT * FROM " + bothSides()
                + ") WHERE rollup != recount ORDER BY " + keyNames() + " LIMIT " + most;
    }

    /** Statements that make these keys anew from the rows; no row may be inserted meanwhile. */
    List<String> rebuildSql(List<RollupReport.Difference> differences) {
        var timeKey = since.timeKey();
        var columns = timeKey == null ? keys : List.of(timeKey);
        var condition = columns.stream().map(Rollup.Column::text).collect(Collectors.joining(", ", "(", ")")) + " IN ("
                + differences.stream()
                        .map(difference -> columns.stream()
                                .map(column -> literal(difference.key().get(keys.indexOf(column))))
                                .collect(Collectors.joining(", ", "(", ")")))
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ")";
        var all = Stream.concat(keys.stream(), values.stream())
                .map(Column::quoted)
                .collect(Collectors.joining(", "));
        return List.of(
                "DELETE FROM " + target + " WHERE " + condition,
                "INSERT INTO " + target + " (" + all + ") SELECT " + all + " FROM (" + select + ") WHERE " + condition
                        + " SETTINGS insert_deduplicate = 0");
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
