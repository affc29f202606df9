package io.watchllm.operations.reprice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.Pause;
import io.watchllm.operations.ledger.BlockLedger;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * Updates rows of {@code events} to the values of a ledger block: cost, source, version and flags, and no other column.
 * Sets absolute values, so it is idempotent.
 */
public record EventsMutation(ClickHouseConnection sql, BlockLedger ledger, String project) {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuuMM", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int FAILED_LOOKS_MAX = 10;

    /** Columns that identify a row within its project. */
    private static final String KEY = "run_id, timestamp, event_id, source_partition, source_offset";

    /** Number of rows that do not have the values of the block yet. */
    long open(BlockLedger.Block block) {
        var open = "SELECT toInt64(count()) AS open FROM (SELECT " + KEY
                + ", cost_estimate_usd, cost_source, price_version, flags FROM " + sql.name("events") + where(block)
                + ") AS e SEMI LEFT JOIN (SELECT " + KEY
                + ", cost_after_usd, cost_source_after, price_version_after, flags_after FROM "
                + sql.name(CorrectionLedger.TABLE) + " WHERE " + ledger.condition(block.sequence()) + ") AS c USING ("
                + KEY
                + ") WHERE "
                + said("cost_estimate_usd", "cost_source", "price_version", "flags") + " != "
                + said("cost_after_usd", "cost_source_after", "price_version_after", "flags_after");
        return sql.first(open).number("open");
    }

    /** Updates the rows; when this returns, all of them have the values of the block. */
    void apply(BlockLedger.Block block) {
        var work = workTable(project, block.sequence());
        fill(work, block);
        sql.execute("ALTER TABLE " + sql.name("events") + " UPDATE cost_estimate_usd = "
                + lookup(work, "cost_after_usd") + ", cost_source = " + lookup(work, "cost_source_after")
                + ", price_version = " + lookup(work, "price_version_after") + ", flags = "
                + lookup(work, "flags_after") + " IN PARTITION " + MONTH.format(block.first()) + where(block)
                + " AND " + lookup(work, "sequence") + " = " + block.sequence()
                // ClickHouse treats the lookup in the work table as nondeterministic, which matters only with several
                // replicas: there is just one.
                + " SETTINGS mutations_sync = 0, allow_nondeterministic_mutations = 1");
        await(work, block);
        sql.execute("DROP TABLE IF EXISTS " + sql.name(work));
    }

    /** Copies the block into a Join table for the mutation to look up: held in memory while it exists. */
    private void fill(String work, BlockLedger.Block block) {
        sql.execute("CREATE TABLE IF NOT EXISTS " + sql.name(work)
                + " ENGINE = Join(ANY, LEFT, " + KEY + ") EMPTY AS SELECT " + KEY
                + ", sequence, cost_after_usd, cost_source_after, price_version_after, flags_after FROM "
                + sql.name(CorrectionLedger.TABLE));
        // A table of this name holds this block or a part of it; existing rows are not inserted again.
        sql.execute("INSERT INTO " + sql.name(work) + " SELECT " + KEY
                + ", sequence, cost_after_usd, cost_source_after, price_version_after, flags_after FROM "
                + sql.name(CorrectionLedger.TABLE) + " WHERE " + ledger.condition(block.sequence()));
    }

    /**
     * Waits until no mutation of the block is under way and its rows have the values of the block. A replicated table
     * shows a mutation only after it has read it from Keeper, so the absence of one proves nothing by itself.
     */
    private void await(String work, BlockLedger.Block block) {
        var pause = FIRST_PAUSE;
        for (var failed = 0; ; ) {
            var row = sql.first("SELECT toInt64(count()) AS under_way, any(latest_fail_reason) AS reason"
                    + " FROM system.mutations WHERE database = " + SqlLiteral.of(sql.database())
                    + " AND table = 'events' AND NOT is_done AND position(command, " + SqlLiteral.of(work)
                    + ") > 0");
            var underWay = row.number("under_way") > 0;
            var reason = row.text("reason");
            var open = underWay ? 0 : open(block);
            if (!underWay && open == 0) {
                return;
            }
            failed = underWay && reason.isEmpty() ? 0 : failed + 1;
            if (failed >= FAILED_LOOKS_MAX) {
                end(work, block, reason);
                return;
            }
            Pause.of(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Kills a mutation that does not complete, unless another run has done its work. */
    private void end(String work, BlockLedger.Block block, String reason) {
        kill(work);
        var open = open(block);
        if (open == 0) {
            // Another run has done it, and dropped the work table.
            return;
        }
        throw new OperationException(
                reason.isEmpty()
                        ? "the mutation of correction " + block.sequence() + " has ended, and " + open
                                + " rows do not say what it says of them: somebody else changes them. Run the command"
                                + " again"
                        : "ClickHouse does not carry out the mutation of correction " + block.sequence() + ": "
                                + reason.lines().findFirst().orElse("")
                                + ". It was taken back; run the command again, and it is ended first");
    }

    private void kill(String work) {
        sql.execute("KILL MUTATION WHERE database = " + SqlLiteral.of(sql.database())
                + " AND table = 'events' AND position(command, " + SqlLiteral.of(work) + ") > 0 SYNC");
    }

    private String where(BlockLedger.Block block) {
        return " WHERE project_id = " + SqlLiteral.of(project) + " AND event_type = 'prompt_call' AND timestamp >= "
                + SqlLiteral.of(block.first()) + " AND timestamp <= " + SqlLiteral.of(block.last());
    }

    private String lookup(String work, String column) {
        return "joinGet(" + SqlLiteral.of(sql.database() + "." + work) + ", '" + column + "', " + KEY + ")";
    }

    /** Name of the work table; the same for the same block, so that a later run finds it. */
    public static String workTable(String project, long sequence) {
        return "cost_corrections_work_"
                + UUID.nameUUIDFromBytes(project.getBytes(UTF_8)).toString().replace("-", "") + "_" + sequence;
    }

    private static String said(String cost, String source, String version, String flags) {
        return "(ifNull(toString(" + cost + "), ''), ifNull(toString(" + source + "), ''), ifNull(toString(" + version
                + "), ''), " + flags + ")";
    }
}
