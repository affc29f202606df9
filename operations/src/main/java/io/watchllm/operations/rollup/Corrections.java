package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.operations.OperationException;

/**
 * Checks the ledgers of corrected costs and removed repeats before a rebuild. A correction or a removal reaches the
 * rollups first and the rows later: rollups that are rebuilt from rows in between would lose it.
 *
 * @param table the table whose rows are corrected
 */
record Corrections(ClickHouseConnection sql, String table) {
    private static final String LEDGER = "cost_corrections";
    private static final String REMOVED = "removed_repeats";
    private static final String KEY = "project_id, run_id, timestamp, event_id, source_partition, source_offset";

    /**
     * Checks that the rows have all changes of the ledgers.
     *
     * @return number of rows in the ledgers
     * @throws OperationException when they do not, or are being changed
     */
    long requireComplete() {
        var changing = sql.first("SELECT toInt64(count()) AS n, any(command) AS command FROM system.mutations"
                + " WHERE database = '" + sql.database() + "' AND table = '" + table
                + "' AND NOT is_done AND NOT is_killed");
        if (changing.number("n") > 0) {
            throw new OperationException("rows of " + table + " are being changed by a mutation ("
                    + start(changing.text("command"))
                    + "): run this again when system.mutations says that it is done");
        }
        if (rows(LEDGER) > 0) {
            requireNoneOpen();
        }
        if (rows(REMOVED) > 0) {
            requireRemovalEnded();
        }
        return rows();
    }

    /** Number of rows in the ledgers. */
    long rows() {
        return rows(LEDGER) + rows(REMOVED);
    }

    private long rows(String ledger) {
        var there = sql.first("SELECT toInt64(count()) AS n FROM system.tables WHERE database = '" + sql.database()
                        + "' AND name = '" + ledger + "'")
                .number("n");
        return there == 0
                ? 0
                : sql.first("SELECT toInt64(count()) AS n FROM " + sql.name(ledger))
                        .number("n");
    }

    /** A block is ended before the next one begins, so only the last one can be open. */
    private void requireRemovalEnded() {
        var ends = sql.first("SELECT toInt64(countIf(source_table = '')) AS n FROM " + sql.name(REMOVED)
                        + " WHERE sequence = (SELECT max(sequence) FROM " + sql.name(REMOVED) + ")")
                .number("n");
        if (ends == 0) {
            throw new OperationException(
                    "a removal of repeats has reached the rollups and not all rows: let watchllm audit"
                            + " --repair end first, or run it again");
        }
    }

    private void requireNoneOpen() {
        var last = " FROM " + sql.name(LEDGER) + " WHERE (project_id, sequence) IN (SELECT project_id,"
                + " max(sequence) FROM " + sql.name(LEDGER) + " GROUP BY project_id)";
        var open = sql.first(
                        "SELECT arrayStringConcat(arraySort(groupUniqArray(toString(project_id))), ', ') AS projects"
                                + " FROM (SELECT " + KEY + ", "
                                + said("cost_estimate_usd", "cost_source", "price_version", "flags")
                                + " AS stored FROM "
                                + sql.name(table) + " WHERE event_type = 'prompt_call' AND (project_id, run_id) IN"
                                + " (SELECT project_id, run_id" + last
                                + ") AND timestamp BETWEEN (SELECT min(timestamp)" + last
                                + ") AND (SELECT max(timestamp)" + last + ")) AS e ANY INNER JOIN (SELECT " + KEY + ", "
                                + said("cost_after_usd", "cost_source_after", "price_version_after", "flags_after")
                                + " AS wanted" + last + ") AS c USING (" + KEY + ") WHERE stored != wanted")
                .text("projects");
        if (!open.isEmpty()) {
            throw new OperationException("a correction of costs has reached the rollups and not all rows of project "
                    + open + ": let watchllm prices reprice of that project end first, or run it again");
        }
    }

    private static String said(String cost, String source, String version, String flags) {
        return "(ifNull(toString(" + cost + "), ''), ifNull(toString(" + source + "), ''), ifNull(toString(" + version
                + "), ''), " + flags + ")";
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), 120));
    }
}
