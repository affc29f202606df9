package io.watchllm.operations.repeat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.repeat.core.EventIdentity;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes repeats from the tables and rollups of one shard: first a block is added to the ledger, which corrects the
 * rollups, then the rows are deleted, then the block is ended. Each step may be repeated, so that the next run
 * completes an interrupted one. For one thread.
 */
final class RepeatRemoval {
    private final ClickHouseServer server;
    private final ClickHouseConnection sql;
    private final RepeatLedger ledger;
    private long sequence;

    /**
     * @param server the shard; closed by whoever opened it
     * @throws OperationException when a repeated block would not be deduplicated
     */
    RepeatRemoval(ClickHouseServer server, Inserting inserting, Clock clock) {
        this.server = server;
        this.sql = server.sql();
        requireOneServer();
        ledger = new RepeatLedger(
                server, inserting, new BlockLedger.Run(UUID.randomUUID().toString(), clock));
    }

    /** A delete looks its rows up in the ledger, and another replica would do so at another time. */
    private void requireOneServer() {
        var replicas = sql.first(
                        "SELECT toInt64(max(total_replicas)) AS replicas FROM system.replicas WHERE database = '"
                                + sql.database() + "' AND table = 'events'")
                .number("replicas");
        if (replicas > 1) {
            throw new OperationException("the table events is on " + replicas + " replicas; repeats can be taken out of"
                    + " tables on one server alone. Nothing was changed");
        }
    }

    /**
     * Completes what an earlier run began.
     *
     * @return a note for the operator; empty when nothing was open
     */
    Optional<String> endOpen() {
        var last = ledger.last();
        sequence = last == null ? 0 : last.sequence();
        if (last == null || ledger.ended(sequence)) {
            return Optional.empty();
        }
        var sent = ledger.resend(last);
        end();
        return Optional.of("ended block " + sequence + " of " + RepeatLedger.TABLE
                + ", which an earlier run had left open"
                + (sent
                        ? ""
                        : "; too long ago to send it again, so the rollups below say whether it reached them all"));
    }

    /** Removes all copies but the first. */
    void remove(List<EventIdentity> portion) {
        ledger.append(sequence + 1, head -> {
            var rows = new ByteArrayOutputStream();
            RepeatRows.TABLES.forEach(table -> rows.writeBytes(RepeatRows.ledgerRows(server, table, portion, head)));
            return rows.toByteArray();
        });
        sequence++;
        end();
    }

    private void end() {
        for (var table : RepeatRows.TABLES) {
            if (left(table) > 0) {
                sql.execute(RepeatRows.delete(sql, table, sequence));
            }
            var left = left(table);
            if (left > 0) {
                throw new OperationException(left + " rows of block " + sequence + " of " + RepeatLedger.TABLE
                        + " are still in " + table + " after they were deleted: somebody else changes them. Run"
                        + " watchllm audit --repair again");
            }
        }
        ledger.end(sequence);
    }

    private long left(String table) {
        return sql.first(RepeatRows.left(sql, table, sequence)).number("rows");
    }
}
