package io.watchllm.operations.audit;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.audit.core.TableRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Queries the offsets that a table stores. */
record TableOffsets(ClickHouseConnection sql, String table) {

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

    /** The stored offsets of a window, from its start to before its end. */
    Stretch stretch(int partition, TopicOffsets.Window window) {
        var foreign = "ingested_at < fromUnixTimestamp64Milli(toInt64(" + window.oldestMillis() + "))";
        var where = " WHERE source_partition = " + partition + " AND source_offset >= " + window.from()
                + " AND source_offset < " + window.next();
        if (window.records().isEmpty()) {
            var rows = sql.first("SELECT count() AS rows FROM " + sql.name(table) + where);
            return new Stretch(List.of(), rows.number("rows"), 0);
        }
        // Within a run without gaps, offset minus rank is constant.
        var copies = "SELECT source_offset AS o, toUInt8(" + foreign + ") AS foreign, toInt64(count()) AS c FROM "
                + sql.name(table) + where + " GROUP BY o, foreign, ingested_at";
        var offsets = "SELECT o, foreign, max(c) AS n, sum(c) AS held, toInt64(count()) - 1 AS more FROM (" + copies
                + ") GROUP BY o, foreign";
        var found =
                sql.query("SELECT min(o) AS first, max(o) AS last, n, foreign, sum(held) AS rows, sum(more) AS others"
                        + " FROM (SELECT *, o - toInt64(row_number() OVER (PARTITION BY n, foreign ORDER BY o)) AS island"
                        + " FROM (" + offsets + ")) GROUP BY n, foreign, island ORDER BY first");
        var runs = found.stream()
                .filter(row -> row.number("foreign") == 0)
                .map(row -> new TableRun(new OffsetRun(row.number("first"), row.number("last")), row.number("n")))
                .toList();
        var foreignRows = found.stream()
                .filter(row -> row.number("foreign") == 1)
                .mapToLong(row -> row.number("rows"))
                .sum();
        var otherRecords = found.stream()
                .filter(row -> row.number("foreign") == 0)
                .mapToLong(row -> row.number("others"))
                .sum();
        return new Stretch(runs, foreignRows, otherRecords);
    }

    /** Offsets of a window whose rows were removed as repeats of earlier ones. */
    OffsetRuns removed(int partition, TopicOffsets.Window window) {
        var runs = new OffsetRuns.Builder();
        sql.query("SELECT DISTINCT source_offset AS o FROM " + sql.name("removed_repeats") + " WHERE source_table = '"
                        + table
                        + "' AND source_partition = " + partition + " AND source_offset >= " + window.from()
                        + " AND source_offset < " + window.next()
                        // Exclude those of an earlier topic of the same name.
                        + " AND ingested_at >= fromUnixTimestamp64Milli(toInt64(" + window.oldestMillis()
                        + ")) ORDER BY o")
                .forEach(row -> runs.add(row.number("o")));
        return runs.build();
    }

    /** Offsets of a partition that left Kafka unread, and that an operator has accepted as lost. */
    OffsetRuns accepted(String group, String topicId, int partition) {
        var runs = new OffsetRuns.Builder();
        var next = Long.MIN_VALUE;
        for (var row : sql.query("SELECT first_offset AS first, next_offset AS next FROM "
                + sql.name(AcceptedLosses.TABLE) + " WHERE consumer_group = " + SqlLiteral.of(group)
                + " AND topic_id = "
                + SqlLiteral.of(topicId) + " AND source_partition = " + partition + " ORDER BY first, next")) {
            // Losses that were accepted twice, or that grew meanwhile, overlap.
            var from = Math.max(next, row.number("first"));
            if (from < row.number("next")) {
                next = row.number("next");
                runs.add(new OffsetRun(from, next - 1));
            }
        }
        return runs.build();
    }

    /** Number of rows at these offsets of a partition. */
    long rowsAt(int partition, List<Long> offsets) {
        var list = offsets.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return sql.first("SELECT count() AS rows FROM " + sql.name(table) + " WHERE source_partition = " + partition
                        + " AND source_offset IN (" + list + ")")
                .number("rows");
    }

    /** The last offset of each partition that has rows; rows without a source offset are left out. */
    Map<Integer, Long> furthest() {
        return sql
                .query("SELECT source_partition AS part, max(source_offset) AS last FROM " + sql.name(table)
                        + " WHERE source_offset >= 0 GROUP BY part")
                .stream()
                .collect(Collectors.toMap(row -> (int) row.number("part"), row -> row.number("last")));
    }

    /** Number of rows of a partition at this offset or a later one. */
    long rowsFrom(int partition, long offset) {
        return sql.first("SELECT count() AS rows FROM " + sql.name(table) + " WHERE source_partition = " + partition
                        + " AND source_offset >= " + offset)
                .number("rows");
    }
}
