package io.watchllm.delivery.table;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.StatementException;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.encode.ColumnType;
import io.watchllm.delivery.encode.TableColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads columns, settings, rows and block counts of a table from ClickHouse. */
public final class TableReader implements LandedRows, RowTimes {
    private static final String LIFT =
            "Have an administrator lift the constraint on it for this user, or use another user";
    private static final Set<String> COMPUTED = Set.of("MATERIALIZED", "ALIAS");

    private final ClickHouseConnection sql;
    private final String table;

    /** ClickHouse could not describe the table; the message says why and what to do. */
    public static final class TableUnreadableException extends RuntimeException {
        public TableUnreadableException(String message, Throwable cause) {
            super(message, cause);
        }

        public TableUnreadableException(String message) {
            super(message);
        }

        /** The failure of a statement, which says why already. */
        public static TableUnreadableException of(StatementException failure) {
            return new TableUnreadableException(String.valueOf(failure.getMessage()), failure);
        }

        /**
         * What the server said when it rejected the statement.
         *
         * @throws TableUnreadableException this one, when the server did not answer
         */
        String refusal() {
            if (getCause() instanceof StatementException failure && failure.refused()) {
                return failure.reason();
            }
            throw this;
        }
    }

    public TableReader(ClickHouseConnection sql, String table) {
        this.sql = sql.failingAs(TableUnreadableException::of);
        this.table = table;
    }

    /**
     * The columns of the table.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, rejects the query, or has no such table
     */
    public List<TableColumn> columns() {
        var columns = sql
                .query("SELECT name, type, default_kind FROM system.columns WHERE database = '" + sql.database()
                        + "' AND table = " + SqlLiteral.of(table) + " ORDER BY position")
                .stream()
                .map(row -> new TableColumn(
                        row.text("name"),
                        ColumnType.parse(row.text("type")),
                        !COMPUTED.contains(row.text("default_kind"))))
                .toList();
        if (columns.isEmpty()) {
            throw new TableUnreadableException("table " + sql.database() + "." + table
                    + " does not exist, or the user may not see it; run: watchllm schema create");
        }
        return columns;
    }

    /**
     * The settings that inserts pin, as far as the server has them.
     *
     * @throws TableUnreadableException when ClickHouse does not answer or rejects the query
     */
    public Map<String, String> pinnedSettings() {
        var known =
                sql
                        .query("SELECT name FROM system.settings WHERE name IN (" + InsertSetting.quotedNames() + ")")
                        .stream()
                        .map(row -> row.text("name"))
                        .toList();
        return InsertSetting.pinned(known);
    }

    /**
     * Reads the pinned settings back, applied as in an insert.
     *
     * @return those that are not in force for this user, each with what to do; empty when all are
     * @throws TableUnreadableException when ClickHouse does not answer
     */
    List<String> notInForce(Map<String, String> pinned) {
        var applied = pinned.entrySet().stream()
                .filter(pin -> InsertSetting.isSetting(pin.getKey()))
                .map(pin -> pin.getKey() + " = " + SqlLiteral.of(pin.getValue()))
                .collect(Collectors.joining(", "));
        try {
            var found = new HashMap<String, String>();
            sql.query("SELECT name, value FROM system.settings WHERE name IN (" + InsertSetting.quotedNames()
                            + ") SETTINGS " + applied)
                    .forEach(row -> found.put(row.text("name"), row.text("value")));
            return pinned.entrySet().stream()
                    .filter(pin ->
                            found.containsKey(pin.getKey()) && !pin.getValue().equals(found.get(pin.getKey())))
                    .map(pin -> "setting " + pin.getKey() + " stays " + found.get(pin.getKey())
                            + " although the sink asks for " + pin.getValue() + ". " + LIFT)
                    .sorted()
                    .toList();
        } catch (TableUnreadableException unreadable) {
            return List.of(
                    "ClickHouse refuses a setting that every insert pins: " + unreadable.refusal() + ". " + LIFT);
        }
    }

    /** Why ranges of this table can't be read back, and what to do; empty when they can. */
    Optional<String> rangesUnreadable() {
        try {
            sql.query("SELECT source_partition, source_offset FROM " + sql.name(table) + " LIMIT 0");
            return Optional.empty();
        } catch (TableUnreadableException unreadable) {
            return Optional.of("ranges of " + sql.name(table) + " can't be read back: " + unreadable.refusal()
                    + ". Fix it with: GRANT SELECT(source_partition, source_offset) ON " + sql.name(table)
                    + " TO this user");
        }
    }

    @Override
    public DedupWindowCheck.Held held(int partition, Intent range) {
        return held(partition, range, "");
    }

    /** The same on a node of ClickHouse Cloud, which first fetches what the other nodes have stored. */
    public DedupWindowCheck.Held heldByAllNodes(int partition, Intent range) {
        return held(partition, range, " SETTINGS select_sequential_consistency = 1");
    }

    private DedupWindowCheck.Held held(int partition, Intent range, String settings) {
        var row = sql.first("SELECT countIf(source_offset <= " + range.to() + ") AS rows,"
                + " uniqExactIf(source_offset, source_offset <= " + range.to() + ") AS offsets,"
                + " countIf(source_offset > " + range.to() + ") AS above"
                + " FROM " + sql.name(table) + " WHERE source_partition = " + partition + " AND source_offset >= "
                + range.from() + settings);
        return new DedupWindowCheck.Held(row.number("rows"), row.number("offsets"), row.number("above"));
    }

    /**
     * Upper bound of the number of blocks that each of these tables has ever taken. A plain table has one block
     * counter, which only grows. A replicated one has a counter for each partition, which is lost with the partition,
     * so there the entries of its log count, each of which is a block, a merge or a mutation.
     *
     * @return in the order of the tables; empty when one of them can't be counted
     * @throws TableUnreadableException when ClickHouse does not answer or rejects the query
     */
    public List<Long> blocks(List<DedupWindow> tables) {
        var countable = tables.stream()
                .allMatch(table -> table.engine() == EngineFamily.PLAIN || table.engine() == EngineFamily.REPLICATED);
        if (tables.isEmpty() || !countable) {
            return List.of();
        }
        var names = tables.stream().map(table -> inBrackets(table.table())).collect(Collectors.joining(", "));
        var found = new HashMap<String, Long>();
        sql.query("SELECT database, table, toInt64(max(max_block_number)) AS blocks, '"
                        + EngineFamily.PLAIN + "' AS family FROM system.parts WHERE active AND (database, table) IN ("
                        + names + ") GROUP BY database, table UNION ALL SELECT database, table, toInt64(log_max_index),"
                        + " '" + EngineFamily.REPLICATED + "' FROM system.replicas WHERE (database, table) IN (" + names
                        + ")")
                .forEach(row -> found.put(
                        row.text("family") + inBrackets(row.text("database") + "." + row.text("table")),
                        row.number("blocks")));
        var blocks = new ArrayList<Long>();
        for (var table : tables) {
            var number = found.get(table.engine() + inBrackets(table.table()));
            if (number == null && table.engine() == EngineFamily.REPLICATED) {
                return List.of();
            }
            blocks.add(number == null ? 0 : number);
        }
        return blocks;
    }

    /**
     * When the server was started, in seconds since 1970; may be off by one, as the server counts in whole seconds.
     *
     * @throws TableUnreadableException when ClickHouse does not answer or rejects the query
     */
    public long startedSeconds() {
        return sql.first("SELECT toInt64(toUnixTimestamp(now())) - toInt64(uptime()) AS started")
                .number("started");
    }

    @Override
    public @Nullable Median median(int partition, Intent range) {
        var found = sql.first("SELECT count() AS seen,"
                + " toUnixTimestamp64Milli(quantileExact(0.5)(timestamp)) AS event,"
                + " toUnixTimestamp64Milli(quantileExact(0.5)(ingested_at)) AS record"
                + " FROM " + sql.name(table) + " WHERE source_partition = " + partition
                + " AND source_offset BETWEEN " + range.from() + " AND " + range.to());
        return found.number("seen") == 0
                ? null
                : new Median(Instant.ofEpochMilli(found.number("event")), Instant.ofEpochMilli(found.number("record")));
    }

    private static String inBrackets(String qualified) {
        var dot = qualified.indexOf('.');
        return "('" + qualified.substring(0, dot) + "', '"
                + qualified.substring(dot + 1).replace("`", "") + "')";
    }
}
