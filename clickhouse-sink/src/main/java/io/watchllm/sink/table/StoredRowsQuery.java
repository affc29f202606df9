package io.watchllm.sink.table;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.sink.core.StoredRows;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.table.TableReader.TableUnreadableException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts on one node the stored rows of a partition, and reads the losses accepted there. */
public final class StoredRowsQuery {
    private static final Logger log = LoggerFactory.getLogger(StoredRowsQuery.class);
    private static final List<String> NEEDED = List.of("source_partition", "source_offset", "ingested_at");

    private final Client client;
    private final String database;
    private final String table;
    private final String group;

    /** @param group consumer group of the table, whose accepted losses are read */
    public StoredRowsQuery(Client client, String database, String table, String group) {
        this.client = client;
        this.database = database;
        this.table = table;
        this.group = group;
    }

    /**
     * Runs the queries.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, rejects them, or has no such table
     */
    public StoredRows ask(StoredRows.Question question) {
        var columns = new TableReader(client, database, table)
                .columns().stream().map(TableColumn::name).toList();
        var stored = columns.containsAll(NEEDED) ? rows(question) : StoredRows.NONE;
        return question.committed() < 0 ? stored : stored.withLostUpTo(lostUpTo(question));
    }

    private StoredRows rows(StoredRows.Question question) {
        var bounds = question.log();
        // Rows that are older than the log's first record belong to an earlier topic of the same name.
        var inLog = bounds.startMillis() < 0
                ? "0"
                : "source_offset >= " + bounds.start() + " AND source_offset < " + bounds.end()
                        + " AND ingested_at >= fromUnixTimestamp64Milli(toInt64(" + bounds.startMillis() + "))";
        var open = question.open();
        var inRange = open == null ? "0" : "source_offset BETWEEN " + open.from() + " AND " + open.to();
        var row = ask(() -> client.queryAll("SELECT toInt64(count()) AS rows, toInt64(countIf(" + inLog
                        + ")) AS in_log, toInt64(if(in_log > 0, maxIf(source_offset, " + inLog
                        + "), if(rows > 0, max(source_offset), -1))) AS furthest, toInt64(countIf(" + inRange
                        + ")) AS range_rows, toInt64(uniqExactIf(source_offset, " + inRange
                        + ")) AS range_offsets FROM `" + database + "`.`" + table + "` WHERE source_partition = "
                        + question.name().partition() + " AND source_offset >= 0"))
                .getFirst();
        return new StoredRows(
                row.getLong("rows"),
                row.getLong("in_log"),
                row.getLong("furthest"),
                row.getLong("range_rows"),
                row.getLong("range_offsets"),
                StoredRows.NONE.lostUpTo());
    }

    private long lostUpTo(StoredRows.Question question) {
        try {
            return AcceptedLosses.upTo(client, database, group, question);
        } catch (ClickHouseException failure) {
            if (FailureText.refusal(failure) == null) {
                throw unreadable(failure);
            }
            // The gap must be reported all the same; it can't be accepted before this is fixed.
            log.warn("accepted losses can't be read table={} error={}", table, FailureText.of(failure));
            return -1;
        }
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
                "ClickHouse does not say which rows table " + database + "." + table + " has: "
                        + FailureText.of(failure) + ". " + FailureText.advice(failure),
                failure);
    }
}
