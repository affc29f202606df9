package io.watchllm.operations.audit;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.audit.core.TableRun;
import io.watchllm.sink.table.AcceptedLosses;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Queries the offsets that a table stores. */
final class TableOffsets {
    private final Client client;
    private final String database;
    private final String table;

    /**
     * Stored rows of an offset window.
     *
     * @param runs offsets, sorted, with the number of rows that each has of one record. Copies of a row have the same
     *     ingestion time, that of their record
     * @param foreignRows rows at these offsets that are older than every record there: of an earlier topic of that name
     * @param otherRecords rows at offsets that also have a row with another ingestion time: of a record from before the
     *     log was truncated
     */
    record Stretch(List<TableRun> runs, long foreignRows, long otherRecords) {}

    TableOffsets(Client client, String database, String table) {
        this.client = client;
        this.database = database;
        this.table = table;
    }

    /** The stored offsets of a window, from its start to before its end. */
    Stretch stretch(int partition, TopicOffsets.Window window) {
        var foreign = "ingested_at < fromUnixTimestamp64Milli(toInt64(" + window.oldestMillis() + "))";
        var where = " WHERE source_partition = " + partition + " AND source_offset >= " + window.from()
                + " AND source_offset < " + window.next();
        if (window.records().isEmpty()) {
            var rows = ask("SELECT count() AS rows FROM " + name() + where).getFirst();
            return new Stretch(List.of(), rows.getLong("rows"), 0);
        }
        // Within a run without gaps, offset minus rank is constant.
        var copies = "SELECT source_offset AS o, toUInt8(" + foreign + ") AS foreign, toInt64(count()) AS c FROM "
                + name() + where + " GROUP BY o, foreign, ingested_at";
        var offsets = "SELECT o, foreign, max(c) AS n, sum(c) AS held, toInt64(count()) - 1 AS more FROM (" + copies
                + ") GROUP BY o, foreign";
        var found = ask("SELECT min(o) AS first, max(o) AS last, n, foreign, sum(held) AS rows, sum(more) AS others"
                + " FROM (SELECT *, o - toInt64(row_number() OVER (PARTITION BY n, foreign ORDER BY o)) AS island"
                + " FROM (" + offsets + ")) GROUP BY n, foreign, island ORDER BY first");
        var runs = found.stream()
                .filter(row -> row.getInteger("foreign") == 0)
                .map(row -> new TableRun(new OffsetRun(row.getLong("first"), row.getLong("last")), row.getLong("n")))
                .toList();
        var foreignRows = found.stream()
                .filter(row -> row.getInteger("foreign") == 1)
                .mapToLong(row -> row.getLong("rows"))
                .sum();
        var otherRecords = found.stream()
                .filter(row -> row.getInteger("foreign") == 0)
                .mapToLong(row -> row.getLong("others"))
                .sum();
        return new Stretch(runs, foreignRows, otherRecords);
    }

    /** Offsets of a window whose rows were removed as repeats of earlier ones. */
    OffsetRuns removed(int partition, TopicOffsets.Window window) {
        var runs = new OffsetRuns.Builder();
        ask("SELECT DISTINCT source_offset AS o FROM `" + database + "`.removed_repeats WHERE source_table = '" + table
                        + "' AND source_partition = " + partition + " AND source_offset >= " + window.from()
                        + " AND source_offset < " + window.next()
                        // Exclude those of an earlier topic of the same name.
                        + " AND ingested_at >= fromUnixTimestamp64Milli(toInt64(" + window.oldestMillis()
                        + ")) ORDER BY o")
                .forEach(row -> runs.add(row.getLong("o")));
        return runs.build();
    }

    /** Offsets of a partition that left Kafka unread, and that an operator has accepted as lost. */
    OffsetRuns accepted(String group, String topicId, int partition) {
        var runs = new OffsetRuns.Builder();
        var next = Long.MIN_VALUE;
        for (var row : ask("SELECT first_offset AS first, next_offset AS next FROM `" + database + "`."
                + AcceptedLosses.TABLE + " WHERE consumer_group = " + SqlLiteral.of(group) + " AND topic_id = "
                + SqlLiteral.of(topicId) + " AND source_partition = " + partition + " ORDER BY first, next")) {
            // Losses that were accepted twice, or that grew meanwhile, overlap.
            var from = Math.max(next, row.getLong("first"));
            if (from < row.getLong("next")) {
                next = row.getLong("next");
                runs.add(new OffsetRun(from, next - 1));
            }
        }
        return runs.build();
    }

    /** Number of rows at these offsets of a partition. */
    long rowsAt(int partition, List<Long> offsets) {
        var list = offsets.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return ask("SELECT count() AS rows FROM " + name() + " WHERE source_partition = " + partition
                        + " AND source_offset IN (" + list + ")")
                .getFirst()
                .getLong("rows");
    }

    /** The last offset of each partition that has rows; rows without a source offset are left out. */
    Map<Integer, Long> furthest() {
        return ask("SELECT source_partition AS part, max(source_offset) AS last FROM " + name()
                        + " WHERE source_offset >= 0 GROUP BY part")
                .stream()
                .collect(Collectors.toMap(row -> row.getInteger("part"), row -> row.getLong("last")));
    }

    /** Number of rows of a partition at this offset or a later one. */
    long rowsFrom(int partition, long offset) {
        return ask("SELECT count() AS rows FROM " + name() + " WHERE source_partition = " + partition
                        + " AND source_offset >= " + offset)
                .getFirst()
                .getLong("rows");
    }

    private String name() {
        return "`" + database + "`.`" + table + "`";
    }

    private List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw new AuditException(
                    "ClickHouse does not say what table " + database + "." + table + " has: " + failure.getMessage(),
                    failure);
        }
    }
}
