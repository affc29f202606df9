package io.watchllm.delivery.table;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.StatementException;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts on one node the stored rows of a partition, and reads the losses accepted there. */
public final class StoredRowsQuery {
    private static final Logger log = LoggerFactory.getLogger(StoredRowsQuery.class);
    private static final List<String> NEEDED = List.of("source_partition", "source_offset", "ingested_at");

    private final ClickHouseConnection sql;
    private final String table;
    private final String group;

    /** @param group consumer group of the table, whose accepted losses are read */
    public StoredRowsQuery(ClickHouseConnection sql, String table, String group) {
        this.sql = sql;
        this.table = table;
        this.group = group;
    }

    /**
     * Runs the queries.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, rejects them, or has no such table
     */
    public StoredRows ask(StoredRows.Question question) {
        var columns = new TableReader(sql, table)
                .columns().stream().map(TableColumn::name).toList();
        var stored = columns.containsAll(NEEDED) ? rows(question) : StoredRows.NONE;
        return question.committed() < 0 ? stored : stored.withLostUpTo(lostUpTo(question));
    }

    private StoredRows rows(StoredRows.Question question) {
        var bounds = question.log();
        // Rows that are older than the log's first record belong to an earlier topic of the same name.
        var inLog = bounds.startMillis() < 0
                ? "0"
                : "source_offset >= " + bounds.start() + " AND source_offset < " + bounds.end() + " AND ingested_at >= "
                        + SqlLiteral.of(Instant.ofEpochMilli(bounds.startMillis()));
        var open = question.open();
        var inRange = open == null ? "0" : "source_offset BETWEEN " + open.from() + " AND " + open.to();
        var row = sql.failingAs(TableUnreadableException::of)
                .first("SELECT count() AS rows, countIf(" + inLog
                        + ") AS in_log, toInt64(if(in_log > 0, maxIf(source_offset, " + inLog
                        + "), if(rows > 0, max(source_offset), -1))) AS furthest, countIf(" + inRange
                        + ") AS range_rows, uniqExactIf(source_offset, " + inRange + ") AS range_offsets FROM "
                        + sql.name(table) + " WHERE source_partition = "
                        + question.name().partition() + " AND source_offset >= 0");
        return new StoredRows(
                row.number("rows"),
                row.number("in_log"),
                row.number("furthest"),
                row.number("range_rows"),
                row.number("range_offsets"),
                StoredRows.NONE.lostUpTo());
    }

    private long lostUpTo(StoredRows.Question question) {
        try {
            return AcceptedLosses.upTo(sql, group, question);
        } catch (StatementException failure) {
            if (!failure.refused()) {
                throw TableUnreadableException.of(failure);
            }
            // The gap must be reported all the same; it can't be accepted before this is fixed.
            log.warn("accepted losses can't be read table={} error={}", table, failure.reason());
            return -1;
        }
    }
}
