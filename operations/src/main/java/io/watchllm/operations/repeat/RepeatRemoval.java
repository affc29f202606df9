package io.watchllm.operations.repeat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.repeat.core.EventIdentity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes repeats from the tables and rollups of one shard: first a block is added to the ledger, which corrects the
 * rollups, then the rows are deleted, then a final row, which no rollup counts, marks the block as ended. Each step may
 * be repeated, so that the next run completes an interrupted one. For one thread.
 */
final class RepeatRemoval {
    static final String LEDGER = "removed_repeats";
    private static final BlockLedger.Subject SUBJECT = new BlockLedger.Subject(
            LEDGER,
            RepeatRows.COLUMNS,
            "removal_id",
            "removed_at",
            "source_table != ''",
            "repeats",
            sequence -> "block " + sequence + " of " + LEDGER,
            "another run took repeats out",
            "watchllm audit --repair");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ClickHouseServer server;
    private final ClickHouseConnection sql;
    private final BlockLedger.Run run;
    private final BlockLedger ledger;
    private long sequence;

    /**
     * @param server the shard; closed by whoever opened it
     * @throws OperationException when a repeated block would not be deduplicated
     */
    RepeatRemoval(ClickHouseServer server, Inserting inserting, Clock clock) {
        this.server = server;
        this.sql = server.sql();
        this.run = new BlockLedger.Run(UUID.randomUUID().toString(), clock);
        requireOneServer();
        ledger = new BlockLedger(server, inserting, SUBJECT, run);
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
        if (last == null || ended(sequence)) {
            return Optional.empty();
        }
        var sent = ledger.resend(last);
        deleteRows();
        return Optional.of("ended block " + sequence + " of " + LEDGER + ", which an earlier run had left open"
                + (sent
                        ? ""
                        : "; too long ago to send it again, so the rollups below say whether it reached them all"));
    }

    /** Removes all copies but the first. */
    void remove(List<EventIdentity> portion) {
        append(sequence + 1, RepeatRows.TABLES, portion);
        sequence++;
        deleteRows();
    }

    /** Writes a block with all copies but the first; when this returns, ledger and rollups have it. */
    void append(long number, List<String> tables, List<EventIdentity> portion) {
        ledger.append(number, before -> {
            var head = new RepeatRows.Head(number, run.id(), before);
            var rows = new ByteArrayOutputStream();
            tables.forEach(table -> rows.writeBytes(RepeatRows.ledgerRows(server, table, portion, head)));
            return rows.toByteArray();
        });
    }

    private void deleteRows() {
        for (var table : RepeatRows.TABLES) {
            if (left(table) > 0) {
                sql.execute(RepeatRows.delete(sql, table, sequence));
            }
            var left = left(table);
            if (left > 0) {
                throw new OperationException(left + " rows of block " + sequence + " of " + LEDGER + " are still in "
                        + table + " after they were deleted: somebody else changes them. Run"
                        + " watchllm audit --repair again");
            }
        }
        end(sequence);
    }

    private long left(String table) {
        return sql.first(RepeatRows.left(sql, table, sequence)).number("rows");
    }

    /** Marks the rows of a block as deleted. */
    void end(long number) {
        var row = "{\"sequence\": %s, \"source_table\": \"\", \"removal_id\": \"%s\", \"removed_at\": \"%s\"}\n"
                .formatted(number, run.id(), TIME.format(run.clock().instant()));
        ledger.insert(ledger.token(number) + "/end", row.getBytes(StandardCharsets.UTF_8));
        if (!ended(number)) {
            throw new OperationException("the end of block " + number + " of " + LEDGER
                    + " was acknowledged, and the ledger does not hold it. The rows of the block are deleted; run"
                    + " watchllm audit --repair again, which ends it first");
        }
    }

    /** Whether the rows of a block are deleted. */
    private boolean ended(long number) {
        return sql.first("SELECT count() AS ends FROM " + sql.name(LEDGER) + " WHERE sequence = " + number
                                + " AND source_table = ''")
                        .number("ends")
                > 0;
    }
}
