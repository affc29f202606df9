package io.watchllm.sink.table;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.encode.ColumnTypeParser;
import io.watchllm.sink.encode.TableColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads columns, settings, rows and block counts of a table from ClickHouse. */
public final class TableReader implements LandedRows, RowTimes {
    private static final String LIFT =
            "Have an administrator lift the constraint on it for this user, or use another user";
    private static final Set<String> COMPUTED = Set.of("MATERIALIZED", "ALIAS");

    private final Client client;
    private final String database;
    private final String table;

    /** ClickHouse could not describe the table; the message says why and what to do. */
    public static final class TableUnreadableException extends RuntimeException {
        public TableUnreadableException(String message, Throwable cause) {
            super(message, cause);
        }

        public TableUnreadableException(String message) {
            super(message);
        }
    }

    public TableReader(Client client, String database, String table) {
        this.client = client;
        this.database = database;
        this.table = table;
    }

    /**
     * The columns of the table.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, rejects the query, or has no such table
     */
    public List<TableColumn> columns() {
        var columns = ask(() -> client.queryAll(
                        "SELECT name, type, default_kind FROM system.columns"
                                + " WHERE database = {database:String} AND table = {table:String} ORDER BY position",
                        Map.of("database", database, "table", table)))
                .stream()
                .map(row -> new TableColumn(
                        row.getString("name"),
                        ColumnTypeParser.parse(row.getString("type")),
                        !COMPUTED.contains(row.getString("default_kind"))))
                .toList();
        if (columns.isEmpty()) {
            throw new TableUnreadableException("table " + database + "." + table
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
        var known = ask(() -> client.queryAll(
                        "SELECT name FROM system.settings WHERE name IN (" + InsertSetting.quotedNames() + ")"))
                .stream()
                .map(row -> row.getString("name"))
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
        var applied = new QuerySettings();
        pinned.forEach(applied::serverSetting);
        try {
            var found = new HashMap<String, String>();
            client.queryAll(
                            "SELECT name, value FROM system.settings WHERE name IN (" + InsertSetting.quotedNames()
                                    + ")",
                            applied)
                    .forEach(row -> found.put(row.getString("name"), row.getString("value")));
            return pinned.entrySet().stream()
                    .filter(pin ->
                            found.containsKey(pin.getKey()) && !pin.getValue().equals(found.get(pin.getKey())))
                    .map(pin -> "setting " + pin.getKey() + " stays " + found.get(pin.getKey())
                            + " although the sink asks for " + pin.getValue() + ". " + LIFT)
                    .sorted()
                    .toList();
        } catch (ClickHouseException failure) {
            if (FailureText.refusal(failure) == null) {
                throw unreadable(failure);
            }
            return List.of(
                    "ClickHouse refuses a setting that every insert pins: " + FailureText.of(failure) + ". " + LIFT);
        }
    }

    /** Why ranges of this table can't be read back, and what to do; empty when they can. */
    Optional<String> rangesUnreadable() {
        try {
            client.queryAll("SELECT source_partition, source_offset FROM " + name() + " LIMIT 0");
            return Optional.empty();
        } catch (ClickHouseException failure) {
            if (FailureText.refusal(failure) == null) {
                throw unreadable(failure);
            }
            return Optional.of("ranges of " + name() + " can't be read back: " + FailureText.of(failure)
                    + ". Fix it with: GRANT SELECT(source_partition, source_offset) ON " + name() + " TO this user");
        }
    }

    private String name() {
        return "`" + database + "`.`" + table + "`";
    }

    @Override
    public DedupWindowCheck.Held held(int partition, Intent range) {
        return held(partition, range, new QuerySettings());
    }

    /** The same on a node of ClickHouse Cloud, which first fetches what the other nodes have stored. */
    DedupWindowCheck.Held heldByAllNodes(int partition, Intent range) {
        return held(partition, range, new QuerySettings().serverSetting("select_sequential_consistency", "1"));
    }

    private DedupWindowCheck.Held held(int partition, Intent range, QuerySettings settings) {
        var question = "SELECT countIf(source_offset <= " + range.to() + ") AS rows,"
                + " uniqExactIf(source_offset, source_offset <= " + range.to() + ") AS offsets,"
                + " countIf(source_offset > " + range.to() + ") AS above"
                + " FROM " + name() + " WHERE source_partition = " + partition + " AND source_offset >= "
                + range.from();
        var row = ask(() -> client.queryAll(question, settings)).getFirst();
        return new DedupWindowCheck.Held(row.getLong("rows"), row.getLong("offsets"), row.getLong("above"));
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
        ask(() -> client.queryAll("SELECT database, table, toInt64(max(max_block_number)) AS blocks, '"
                        + EngineFamily.PLAIN + "' AS family FROM system.parts WHERE active AND (database, table) IN ("
                        + names + ") GROUP BY database, table UNION ALL SELECT database, table, toInt64(log_max_index),"
                        + " '" + EngineFamily.REPLICATED + "' FROM system.replicas WHERE (database, table) IN (" + names
                        + ")"))
                .forEach(row -> found.put(
                        row.getString("family") + inBrackets(row.getString("database") + "." + row.getString("table")),
                        row.getLong("blocks")));
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
    long startedSeconds() {
        return ask(() -> client.queryAll("SELECT toInt64(toUnixTimestamp(now())) - toInt64(uptime()) AS started"))
                .getFirst()
                .getLong("started");
    }

    @Override
    public @Nullable Median median(int partition, Intent range) {
        var found = ask(() -> client.queryAll("SELECT count() AS seen,"
                        + " toUnixTimestamp64Milli(quantileExact(0.5)(timestamp)) AS event,"
                        + " toUnixTimestamp64Milli(quantileExact(0.5)(ingested_at)) AS record"
                        + " FROM `" + database + "`.`" + table + "` WHERE source_partition = " + partition
                        + " AND source_offset BETWEEN " + range.from() + " AND " + range.to()))
                .getFirst();
        return found.getLong("seen") == 0
                ? null
                : new Median(
                        Instant.ofEpochMilli(found.getLong("event")), Instant.ofEpochMilli(found.getLong("record")));
    }

    private static String inBrackets(String qualified) {
        var dot = qualified.indexOf('.');
        return "('" + qualified.substring(0, dot) + "', '"
                + qualified.substring(dot + 1).replace("`", "") + "')";
    }

    private List<GenericRecord> ask(Supplier<List<GenericRecord>> question) {
        try {
            return question.get();
        } catch (ClickHouseException failure) {
            throw unreadable(failure);
        }
    }

    private TableUnreadableException unreadable(ClickHouseException failure) {
        return new TableUnreadableException(
                "ClickHouse does not say what table " + database + "." + table + " looks like: "
                        + FailureText.of(failure) + ". " + FailureText.advice(failure),
                failure);
    }
}
