package io.watchllm.operations.repeat;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.operations.repeat.core.EventIdentity;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Statements on the rows to remove, and on their rows in the ledger. */
final class RepeatRows {
    /** Tables from which rows are removed; the one that feeds rollups is last. */
    static final List<String> TABLES = List.of("tool_calls", "agent_steps", "events");

    /** Order in which the copies came. */
    static final String ORDER = "ingested_at, source_partition, source_offset";

    /** Columns of the ledger, in its order. */
    static final List<String> COLUMNS = List.of(("project_id, sequence, source_table, run_id, timestamp, event_id,"
                    + " source_partition, source_offset, ingested_at, kept_partition, kept_offset, event_type, env,"
                    + " provider, model, status, tokens_input, tokens_output, tokens_cache_read, tokens_cache_write,"
                    + " tokens_reasoning, cost_estimate_usd, latency_ms, removal_id, blocks_before, removed_at")
            .split(", "));

    private static final String OF_EVENTS =
            "toString(event_type) AS type, env AS environment, ifNull(provider, '') AS served_by,"
                    + " ifNull(model, '') AS called, ifNull(toString(status), '') AS ended, tokens_input, tokens_output,"
                    + " tokens_cache_read, tokens_cache_write, tokens_reasoning, cost_estimate_usd, latency_ms";
    private static final String OF_OTHERS = "'' AS type, '' AS environment, '' AS served_by, '' AS called, '' AS ended,"
            + " NULL AS tokens_input, NULL AS tokens_output, NULL AS tokens_cache_read, NULL AS tokens_cache_write,"
            + " NULL AS tokens_reasoning, NULL AS cost_estimate_usd, NULL AS latency_ms";

    private RepeatRows() {}

    /**
     * Head of a block.
     *
     * @param sequence its number
     * @param removalId the run that writes it
     * @param before the tables' block counts before
     */
    record Head(long sequence, String removalId, BlockCountSnapshot before) {
        String columns() {
            return "'" + removalId + "' AS removal_id, CAST(["
                    + before.blocks().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + "], 'Array(Int64)') AS blocks_before, fromUnixTimestamp64Milli(toInt64(" + before.atMillis()
                    + "), 'UTC') AS removed_at";
        }
    }

    /** All copies but the first, of the identities of a portion, as rows of the ledger: one JSON object per line. */
    static byte[] ledgerRows(ClickHouseServer server, String table, List<EventIdentity> portion, Head head) {
        var of = "PARTITION BY project_id, run_id, event_id" + (table.equals("tool_calls") ? ", call_index" : "");
        var window = " OVER (" + of + " ORDER BY " + ORDER + ")";
        var copies = "SELECT project_id, run_id, timestamp, event_id, source_partition, source_offset, ingested_at, "
                + (table.equals("events") ? OF_EVENTS : OF_OTHERS) + ", row_number()" + window
                + " AS copy, first_value(source_partition)" + window + " AS kept_partition, first_value(source_offset)"
                + window + " AS kept_offset FROM " + server.sql().name(table) + " WHERE " + RepeatFinder.in(portion);
        var sql = "SELECT project_id, " + head.sequence() + " AS sequence, '" + table + "' AS source_table, run_id,"
                + " timestamp, event_id, source_partition, source_offset, ingested_at, kept_partition, kept_offset,"
                + " type AS event_type, environment AS env, served_by AS provider, called AS model, ended AS status,"
                + " tokens_input, tokens_output, tokens_cache_read, tokens_cache_write, tokens_reasoning,"
                + " cost_estimate_usd, latency_ms, " + head.columns() + " FROM (" + copies
                + ") WHERE copy > 1 SETTINGS output_format_json_quote_decimals = 1";
        return server.blocks().read(sql, Map.of(), ClickHouseFormat.JSONEachRow, InputStream::readAllBytes);
    }

    /** Deletes the rows of a block; idempotent. */
    static String delete(ClickHouseConnection sql, String table, long sequence) {
        return "DELETE FROM " + sql.name(table) + of(sql, table, sequence)
                // ClickHouse treats the lookup in the ledger as nondeterministic, which matters only with several
                // replicas: there is just one.
                + " SETTINGS lightweight_deletes_sync = 2, allow_nondeterministic_mutations = 1";
    }

    /** Counts the rows of a block that are still in their table. */
    static String left(ClickHouseConnection sql, String table, long sequence) {
        return "SELECT toInt64(count()) AS rows FROM " + sql.name(table) + of(sql, table, sequence);
    }

    /** A condition on the rows of a block. The time condition lets ClickHouse skip parts and granules. */
    private static String of(ClickHouseConnection sql, String table, long sequence) {
        var key = "project_id, run_id, event_id, source_partition, source_offset";
        var block = " FROM " + sql.name(RepeatRemoval.LEDGER) + " WHERE sequence = " + sequence
                + " AND source_table = '" + table + "'";
        return " WHERE timestamp >= (SELECT min(timestamp)" + block + ") AND timestamp <= (SELECT max(timestamp)"
                + block + ") AND (" + key + ") IN (SELECT " + key + block + ")";
    }
}
