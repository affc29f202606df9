package io.watchllm.operations.repeat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.Row;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.repeat.core.Copies;
import io.watchllm.operations.repeat.core.Copies.Dependents;
import io.watchllm.operations.repeat.core.EventIdentity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of a shard that came late with the table. Ids are read of all rows from the event times of late
 * ones; contents, which may be large, only of identities with several rows. For one thread.
 */
record RepeatFinder(ClickHouseConnection sql) {
    /** Flags of rows whose earlier copy may be forgotten; with a fast client clock a late row looks in time. */
    private static final String LATE = "hasAny(flags, ['arrived_late', 'timestamp_ahead']) AND source_partition >= 0";

    private static final String IDENTITY = "project_id, run_id, event_id";

    /** Most identities that ClickHouse holds in memory at a time. */
    private static final long SLICE = 500_000;

    /** Most identities with several copies that are held in memory. */
    static final int IDENTITIES_MAX = 200_000;

    /** Stays below the length of a statement that ClickHouse accepts by default. */
    private static final int LITERALS_MAX = 100_000;

    /** Provenance, times and derived columns: a repeat may differ in these. */
    private static final List<String> NOT_CONTENT = List.of(
            "ingested_at",
            "source_partition",
            "source_offset",
            "flags",
            "cost_estimate_usd",
            "cost_source",
            "price_version");

    /**
     * Rows that came late.
     *
     * @param rows number of rows
     * @param first time of the earliest event among them, in milliseconds since 1970
     * @param last time of the latest one
     */
    record Late(long rows, long first, long last) {}

    /**
     * Arrival time of the rows that are compared.
     *
     * @param since then or later; null for all
     * @param until before; null for all
     */
    record Arrival(@Nullable Instant since, @Nullable Instant until) {
        String condition() {
            return (since == null ? "" : " AND ingested_at >= " + time(since.toEpochMilli()))
                    + (until == null ? "" : " AND ingested_at < " + time(until.toEpochMilli()));
        }
    }

    /** Counts the rows that came late. */
    Late late(Arrival arrival) {
        var row = sql.first("SELECT toInt64(count()) AS late, toUnixTimestamp64Milli(min(timestamp)) AS first,"
                + " toUnixTimestamp64Milli(max(timestamp)) AS last FROM " + sql.name("events") + " WHERE "
                + LATE + arrival.condition());
        return new Late(row.number("late"), row.number("first"), row.number("last"));
    }

    /** Late identities with more than one row, sorted; at most {@link #IDENTITIES_MAX}. */
    List<EventIdentity> severalTimes(Late late, Arrival arrival) {
        var found = new ArrayList<EventIdentity>();
        var slices = 1 + late.rows() / SLICE;
        for (var slice = 0L; slice < slices && found.size() < IDENTITIES_MAX; slice++) {
            sql.query("SELECT " + IDENTITY + " FROM " + sql.name("events") + " WHERE timestamp >= " + time(late.first())
                            + " AND timestamp <= " + time(late.last()) + " AND source_partition >= 0 AND (" + IDENTITY
                            + ") IN (SELECT " + IDENTITY + " FROM " + sql.name("events") + " WHERE " + LATE
                            + arrival.condition() + " AND cityHash64(" + IDENTITY + ") % " + slices + " = " + slice
                            + ") GROUP BY " + IDENTITY + " HAVING count() > 1 ORDER BY " + IDENTITY + " LIMIT "
                            + (IDENTITIES_MAX - found.size()))
                    .forEach(row -> found.add(identity(row)));
        }
        return found;
    }

    /** Splits identities into portions that fit into a statement. */
    static List<List<EventIdentity>> portions(List<EventIdentity> identities) {
        var portions = new ArrayList<List<EventIdentity>>();
        var portion = new ArrayList<EventIdentity>();
        var length = 0;
        for (var identity : identities) {
            var more = literal(identity).length();
            if (length + more > LITERALS_MAX && !portion.isEmpty()) {
                portions.add(List.copyOf(portion));
                portion.clear();
                length = 0;
            }
            portion.add(identity);
            length += more;
        }
        if (!portion.isEmpty()) {
            portions.add(List.copyOf(portion));
        }
        return portions;
    }

    /** The copies of each identity of a portion. */
    List<Copies> copies(List<EventIdentity> portion) {
        Map<EventIdentity, Copies> copies = new LinkedHashMap<>();
        sql.query("SELECT " + IDENTITY + ", toInt64(count()) AS copies,"
                        + " toInt64(uniqExact(source_partition, source_offset)) AS sources,"
                        + " toInt64(uniqExact(" + content("events") + ", if(cost_source = 'client',"
                        + " toString(cost_estimate_usd), ''))) AS contents,"
                        + " toUnixTimestamp64Milli(min(timestamp)) AS first,"
                        + " toString(arraySum(arrayPopFront(arrayMap(row -> row.2, arraySort(groupArray((("
                        + RepeatRows.ORDER
                        + "), toDecimal128(ifNull(cost_estimate_usd, 0), 9)))))))) AS later_usd FROM "
                        + sql.name("events") + " WHERE " + in(portion) + " GROUP BY " + IDENTITY + " ORDER BY "
                        + IDENTITY)
                .forEach(row -> copies.put(identity(row), copies(row)));
        addDependents("tool_calls", ", call_index", portion, copies);
        addDependents("agent_steps", "", portion, copies);
        return List.copyOf(copies.values());
    }

    private void addDependents(
            String table, String index, List<EventIdentity> portion, Map<EventIdentity, Copies> copies) {
        sql.query("SELECT " + IDENTITY + ", min(copies) AS fewest, max(copies) AS most, max(contents) AS differing FROM"
                        + " (SELECT " + IDENTITY + index + ", toInt64(if(count() = uniqExact(source_partition,"
                        + " source_offset), count(), 0)) AS copies, toInt64(uniqExact(" + content(table)
                        + ")) AS contents FROM " + sql.name(table) + " WHERE " + in(portion) + " GROUP BY " + IDENTITY
                        + index + ") GROUP BY " + IDENTITY)
                .forEach(row -> copies.computeIfPresent(
                        identity(row),
                        (identity, found) -> found.with(
                                new Dependents(row.number("fewest"), row.number("most"), row.number("differing")))));
    }

    /** A condition on the rows of a portion. */
    static String in(List<EventIdentity> portion) {
        var projects = portion.stream()
                .map(EventIdentity::project)
                .distinct()
                .map(SqlLiteral::of)
                .collect(Collectors.joining(", "));
        return "source_partition >= 0 AND project_id IN (" + projects + ") AND (" + IDENTITY + ") IN ("
                + portion.stream().map(RepeatFinder::literal).collect(Collectors.joining(", ")) + ")";
    }

    /** A hash over the columns that form the content of a row. */
    private String content(String table) {
        var columns = sql
                .query("SELECT name FROM system.columns WHERE database = " + SqlLiteral.of(sql.database())
                        + " AND table = " + SqlLiteral.of(table) + " ORDER BY position")
                .stream()
                .map(row -> row.text("name"))
                .filter(name -> !NOT_CONTENT.contains(name))
                .collect(Collectors.joining("`, `", "`", "`"));
        return "SHA256(toString(tuple(" + columns + ")))";
    }

    private static String literal(EventIdentity identity) {
        return "(" + SqlLiteral.of(identity.project()) + ", " + SqlLiteral.of(identity.run()) + ", "
                + SqlLiteral.of(identity.event()) + ")";
    }

    private static String time(long millis) {
        return SqlLiteral.of(Instant.ofEpochMilli(millis));
    }

    private static EventIdentity identity(Row row) {
        return new EventIdentity(row.text("project_id"), row.text("run_id"), row.text("event_id"));
    }

    private static Copies copies(Row row) {
        return new Copies(
                identity(row),
                Instant.ofEpochMilli(row.number("first")),
                row.number("copies"),
                row.number("sources"),
                row.number("contents"),
                new BigDecimal(row.text("later_usd")).setScale(9),
                null);
    }
}
