package io.watchllm.sink.write;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.encode.ColumnTypeParser;
import io.watchllm.sink.encode.TableColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ClickHouse what the table looks like. */
public final class TableReader implements LandedRows {
    private static final Logger log = LoggerFactory.getLogger(TableReader.class);
    private static final Set<String> COMPUTED = Set.of("MATERIALIZED", "ALIAS");

    private final Client client;
    private final String database;
    private final String table;

    /** ClickHouse could not say what the table looks like; the message is for a person. */
    public static final class TableUnreadableException extends RuntimeException {
        TableUnreadableException(String message, Throwable cause) {
            super(message, cause);
        }

        TableUnreadableException(String message) {
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
     * @throws TableUnreadableException when ClickHouse does not answer, refuses, or has no such table
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
     * @throws TableUnreadableException when ClickHouse does not answer or refuses
     */
    public Map<String, String> pinnedSettings() {
        var names = InsertSetting.names().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        var known =
                ask(() -> client.queryAll("SELECT name FROM system.settings WHERE name IN (" + names + ")")).stream()
                        .map(row -> row.getString("name"))
                        .toList();
        return InsertSetting.pinned(known);
    }

    @Override
    public long count(int partition, long from, long to) {
        var question = "SELECT count() AS landed FROM `" + database + "`.`" + table + "` WHERE source_partition = "
                + partition + " AND source_offset BETWEEN " + from + " AND " + to;
        try {
            return ask(() -> client.queryAll(question)).getFirst().getLong("landed");
        } catch (TableUnreadableException unreadable) {
            log.warn("rows of a range could not be counted table={} error={}", table, unreadable.getMessage());
            return Outcome.BadData.UNKNOWN;
        }
    }

    private List<GenericRecord> ask(Supplier<List<GenericRecord>> question) {
        try {
            return question.get();
        } catch (ClickHouseException failure) {
            throw new TableUnreadableException(
                    "ClickHouse does not say what table " + database + "." + table + " looks like: "
                            + FailureText.of(failure) + ". " + FailureText.advice(failure),
                    failure);
        }
    }
}
