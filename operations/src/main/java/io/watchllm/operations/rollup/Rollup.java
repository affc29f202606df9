package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.clickhouse.core.SqlLiteral;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rollup and the SQL that compares it with its source.
 *
 * @param source the table whose rows it counts
 * @param target its own table
 * @param qualified the same, quoted, with its database
 * @param select the SELECT of its view, as ClickHouse reports it
 * @param keys columns of the sorting key
 * @param values the other columns
 * @param since which buckets can be compared: rows of the source past their retention are gone, and the rollup may
 *     still count them
 * @param scope selects the buckets
 */
record Rollup(
        String source,
        String target,
        String qualified,
        String select,
        List<Column> keys,
        List<Column> values,
        Since since,
        RollupScope scope) {
    private static final String PROJECT = "project_id";

    /** A column and its type. */
    record Column(String name, String type) {
        String quoted() {
            return "`" + name + "`";
        }

        /** SQL of its value as text; an aggregate state is finalized. */
        String text() {
            var finished = type.startsWith("AggregateFunction(") ? "finalizeAggregation(" + quoted() + ")" : quoted();
            return "ifNull(toString(" + finished + "), 'NULL')";
        }

        boolean isDay() {
            return type.startsWith("Date") && !type.startsWith("DateTime");
        }

        ChronoUnit bucket() {
            return isDay() ? ChronoUnit.DAYS : ChronoUnit.HOURS;
        }

        String literal(Instant time) {
            return isDay()
                    ? "toDate('" + LocalDate.ofInstant(time, ZoneOffset.UTC) + "')"
                    : "toDateTime(" + time.getEpochSecond() + ", 'UTC')";
        }
    }

    /**
     * Limit of what can be compared.
     *
     * @param kept retention of the rows, or of the rollup where that is shorter
     * @param timeKey key column that holds a time; null when there is none
     * @param firstTime value column that holds the time of the oldest row; null when there is none
     */
    record Since(
            RetentionRule kept,
            @Nullable Column timeKey,
            @Nullable Column firstTime) {

        /** A condition on the keys of both sides; empty when all can be compared. */
        String keyCondition(String project) {
            return kept.forEver() || timeKey == null ? "" : timeKey.quoted() + " > " + bound(timeKey, project);
        }

        /** A condition on the combined values of one key; empty when all can be compared. */
        String groupCondition(String project) {
            return kept.forEver() || timeKey != null || firstTime == null
                    ? ""
                    : "oldest > " + bound(firstTime, project);
        }

        boolean hasGroupCondition() {
            return !groupCondition("").isEmpty();
        }

        private String bound(Column column, String project) {
            // A rollup without a project has rows of all: the shortest retention decides.
            var bound =
                    bound(project.isEmpty() ? RetentionRule.of(kept.shortest()).daysSql("") : kept.daysSql(project));
            return column.isDay() ? "toDate(" + bound + ", 'UTC')" : bound;
        }

        private static String bound(String days) {
            // Rows this close to the end of their retention may expire during the comparison.
            return "now('UTC') - toIntervalDay(" + days + ") + toIntervalHour(1)";
        }

        /** Retention of a project, or of those without their own, in days; 0 when all rows stay. */
        long days(@Nullable String project) {
            return project == null ? kept.days() : kept.daysOf(project);
        }

        /** The first UTC day whose rows all exist, given a retention in days. */
        static String earliestDaySql(long days) {
            return "SELECT toString(toDate(" + bound(Long.toString(days)) + ", 'UTC') + 1) AS day";
        }
    }

    private String projectColumn() {
        return keys.stream()
                .filter(key -> key.name().equals(PROJECT))
                .map(Column::quoted)
                .findFirst()
                .orElse("");
    }

    /** The project column where keys have become texts. */
    private String projectText() {
        return IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).name().equals(PROJECT))
                .mapToObj(i -> "k" + i)
                .findFirst()
                .orElse("");
    }

    /** One row for each comparable key: its columns as text, the values of the rollup, the values of a recount. */
    private String bothSides() {
        var groupCondition = since.groupCondition(projectText());
        var oldest = groupCondition.isEmpty() ? "" : ", min(oldest) AS oldest";
        return "(SELECT " + keyNames() + ", anyIf(said, side = 1) AS rollup, anyIf(said, side = 0) AS recount" + oldest
                + " FROM (" + side(1, qualified + " FINAL", "") + " UNION ALL " + side(0, recount(), "") + ") GROUP BY "
                + keyNames() + ")" + where(groupCondition);
    }

    private String recount() {
        return "(" + select + ")";
    }

    private String side(int number, String from, String condition) {
        var columns = Stream.concat(
                        IntStream.range(0, keys.size())
                                .mapToObj(i -> keys.get(i).text() + " AS k" + i),
                        Stream.of("arrayStringConcat([" + texts(values) + "], '\\t') AS said", number + " AS side"))
                .collect(Collectors.joining(", "));
        var firstTime = !since.hasGroupCondition() || since.firstTime() == null
                ? ""
                : ", " + since.firstTime().quoted() + " AS oldest";
        return "SELECT " + columns + firstTime + " FROM " + from
                + where(since.keyCondition(projectColumn()), scopeCondition(), condition);
    }

    private String scopeCondition() {
        var project = scope.project();
        var time = since.timeKey();
        var first = time == null ? null : scope.first(time.bucket());
        var end = time == null ? null : scope.end(time.bucket());
        return and(
                project == null || keys.stream().noneMatch(key -> key.name().equals(PROJECT))
                        ? ""
                        : "`" + PROJECT + "` = " + SqlLiteral.of(project),
                time == null || first == null ? "" : time.quoted() + " >= " + time.literal(first),
                time == null || end == null ? "" : time.quoted() + " < " + time.literal(end));
    }

    private static String texts(List<Column> columns) {
        return columns.stream().map(Column::text).collect(Collectors.joining(", "));
    }

    private String keyNames() {
        return names(IntStream.range(0, keys.size()).boxed());
    }

    private static String names(Stream<Integer> indexes) {
        return indexes.map(i -> "k" + i).collect(Collectors.joining(", "));
    }

    /** Number of compared keys, and of those that differ. */
    String countSql() {
        return "SELECT toInt64(count()) AS compared, toInt64(countIf(rollup != recount)) AS differing FROM "
                + bothSides();
    }

    /** Number of keys that can't be compared, since some of their rows may be gone. */
    String beyondSql() {
        var condition = and(since.keyCondition(projectColumn()), since.groupCondition(projectColumn()));
        if (condition.isEmpty()) {
            return "SELECT toInt64(0) AS beyond";
        }
        var names = keys.stream().map(Column::quoted).collect(Collectors.joining(", "));
        var firstTime = since.firstTime();
        var oldest =
                !since.hasGroupCondition() || firstTime == null ? "" : ", min(" + firstTime.quoted() + ") AS oldest";
        return "SELECT toInt64(count()) AS beyond FROM (SELECT " + names + oldest + " FROM " + qualified
                + where(scopeCondition()) + " GROUP BY " + names + ") WHERE NOT (" + condition + ")";
    }

    /** The first {@code most} keys that differ, with tab-separated values of both sides. */
    String differencesSql(int most) {
        return "SELECT " + keyNames() + ", rollup, recount FROM (SELECT * FROM " + bothSides()
                + ") WHERE rollup != recount ORDER BY " + keyNames() + " LIMIT " + most;
    }

    /** Columns of a unit of rebuilding: a project's hour or day, or a whole key where there is no time. */
    List<Column> unit() {
        var time = since.timeKey();
        return time == null
                ? keys
                : keys.stream()
                        .filter(key -> key.equals(time) || key.name().equals(PROJECT))
                        .toList();
    }

    private String unitNames() {
        return names(unit().stream().map(keys::indexOf));
    }

    /** The first {@code most} units with a difference. */
    String unitsSql(int most) {
        return "SELECT DISTINCT " + unitNames() + " FROM (SELECT * FROM " + bothSides()
                + ") WHERE rollup != recount ORDER BY " + unitNames() + " LIMIT " + most;
    }

    /** A fingerprint of the recount of each of these units; none for those without a row. */
    String recountPrintsSql(Collection<List<String>> units) {
        return "SELECT " + unitNames() + ", toString(groupBitXor(cityHash64(" + keyNames() + ", said))) AS print FROM ("
                + side(0, recount(), condition(units)) + ") GROUP BY " + unitNames();
    }

    /** Statements that rebuild these units from the rows; none of their rows may be inserted meanwhile. */
    List<String> rebuildSql(Collection<List<String>> units) {
        var all = Stream.concat(keys.stream(), values.stream())
                .map(Column::quoted)
                .collect(Collectors.joining(", "));
        return List.of(
                "DELETE FROM " + qualified + where(condition(units)),
                "INSERT INTO " + qualified + " (" + all + ") SELECT " + all + " FROM " + recount()
                        + where(condition(units)) + " SETTINGS insert_deduplicate = 0");
    }

    /** The unit that a key belongs to. */
    List<String> unitOf(List<String> key) {
        return unit().stream().map(column -> key.get(keys.indexOf(column))).toList();
    }

    private String condition(Collection<List<String>> units) {
        var columns = unit();
        var time = since.timeKey();
        // A separate condition on the time, because the list of pairs prunes no partition.
        Function<Integer, Stream<String>> column =
                index -> units.stream().map(unit -> unit.get(index)).sorted();
        var between = time == null
                ? ""
                : time.quoted() + " BETWEEN "
                        + SqlLiteral.of(
                                column.apply(columns.indexOf(time)).findFirst().orElse("")) + " AND "
                        + SqlLiteral.of(column.apply(columns.indexOf(time))
                                .reduce((_, last) -> last)
                                .orElse(""));
        return and(
                between,
                columns.stream().map(Column::quoted).collect(Collectors.joining(", ", "(", ")")) + " IN ("
                        + units.stream()
                                .map(unit ->
                                        unit.stream().map(SqlLiteral::of).collect(Collectors.joining(", ", "(", ")")))
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    private static String where(String... conditions) {
        var all = and(conditions);
        return all.isEmpty() ? "" : " WHERE " + all;
    }

    private static String and(String... conditions) {
        return Stream.of(conditions).filter(condition -> !condition.isEmpty()).collect(Collectors.joining(" AND "));
    }
}
