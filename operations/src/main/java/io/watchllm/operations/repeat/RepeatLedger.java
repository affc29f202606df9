package io.watchllm.operations.repeat;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.repeat.RepeatRows.Head;
import io.watchllm.operations.rollup.Pause;
import io.watchllm.operations.rollup.RollupException;
import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.LedgerBlockRows;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.RetryPolicy;
import io.watchllm.sink.table.BlockInserter;
import io.watchllm.sink.table.DedupPreflight;
import io.watchllm.sink.table.TableReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ledger of rows that were removed from one shard. A block is inserted under a token derived from its number: it is
 * stored once in the ledger and once in each rollup, however often it is sent, and if two runs write the same number,
 * only one succeeds. A final row, which no rollup counts, marks the rows of the block as deleted.
 */
final class RepeatLedger {
    static final String TABLE = "removed_repeats";

    private static final int ATTEMPTS_MAX = 6;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ShardSql sql;
    private final TableReader reader;
    private final DedupPreflight.Findings proof;
    private final Writer writer;

    /**
     * Identity of a writer.
     *
     * @param removalId id of this run
     * @param clock time of the removals
     * @param waits between two attempts
     */
    record Writer(String removalId, Clock clock, RetryPolicy waits) {}

    /**
     * A block in the ledger.
     *
     * @param sequence its number
     * @param removalId the run that wrote it
     * @param ended whether its rows are deleted
     * @param before the tables' block counts before it was sent
     */
    record Block(long sequence, String removalId, boolean ended, BlockCountSnapshot before) {}

    /** @param proof preflight result of the ledger, without gaps */
    RepeatLedger(ShardSql sql, TableReader reader, DedupPreflight.Findings proof, Writer writer) {
        this.sql = sql;
        this.reader = reader;
        this.proof = proof;
        this.writer = writer;
    }

    /** The last block; null before the first one. */
    @Nullable
    Block last() {
        var found = sql.ask("SELECT toInt64(sequence) AS number, anyIf(removal_id, source_table != '') AS writer,"
                + " toInt64(countIf(source_table = '')) AS ends,"
                + " toUnixTimestamp64Milli(anyIf(removed_at, source_table != '')) AS at,"
                + " arrayStringConcat(arrayMap(n -> toString(n), anyIf(blocks_before, source_table != '')), ',') AS"
                + " blocks FROM " + sql.name(TABLE) + " WHERE sequence = (SELECT max(sequence) FROM " + sql.name(TABLE)
                + ") GROUP BY sequence");
        if (found.isEmpty()) {
            return null;
        }
        var row = found.getFirst();
        return new Block(
                row.getLong("number"),
                row.getString("writer"),
                row.getLong("ends") > 0,
                new BlockCountSnapshot(row.getLong("at"), numbers(row.getString("blocks"))));
    }

    /**
     * Writes a block; when this returns, ledger and rollups have it.
     *
     * @param sequence number of the last block plus one
     * @param rows creates its rows, given its head
     */
    void append(long sequence, Function<Head, byte[]> rows) {
        // Long before a token could be forgotten: a second run must find it in every table.
        var last = last();
        if ((last == null ? 0 : last.sequence()) != sequence - 1) {
            throw outrun(sequence);
        }
        var body = rows.apply(new Head(sequence, writer.removalId(), now()));
        insert(body, "repeats/" + sequence);
        var written = rowsOf(sequence, writer.removalId());
        if (written.mine() == 0 && written.others() > 0) {
            throw outrun(sequence);
        }
        verify(sequence, lines(body), written);
    }

    /**
     * Sends a block of the ledger again, so that rollups that it did not reach get it too.
     *
     * @return false when a table may have forgotten it, and nothing was sent
     */
    boolean resend(Block block) {
        if (!new DedupWindowCheck(proof.windows()).surelyHolds(block.before(), now())) {
            return false;
        }
        var rows = sql.json("SELECT " + String.join(", ", RepeatRows.COLUMNS) + " FROM " + sql.name(TABLE)
                + " WHERE sequence = " + block.sequence() + " AND source_table != ''");
        insert(rows, "repeats/" + block.sequence());
        verify(block.sequence(), lines(rows), rowsOf(block.sequence(), block.removalId()));
        return true;
    }

    private LedgerBlockRows rowsOf(long sequence, String removalId) {
        var row = sql.ask("SELECT toInt64(countIf(removal_id = " + SqlLiteral.of(removalId) + ")) AS mine,"
                        + " toInt64(count()) AS whole FROM " + sql.name(TABLE) + " WHERE sequence = " + sequence
                        + " AND source_table != ''")
                .getFirst();
        return new LedgerBlockRows(row.getLong("mine"), row.getLong("whole") - row.getLong("mine"));
    }

    private static void verify(long sequence, long sent, LedgerBlockRows found) {
        var problem = found.problem("block " + sequence + " of " + TABLE, sent);
        if (problem != null) {
            throw new RepeatException(problem + ". No row was deleted for it. Compare " + TABLE + " WHERE sequence = "
                    + sequence + ", and the rollups with watchllm rollups verify, before watchllm audit --repair runs"
                    + " again");
        }
    }

    /** Number of rows in a block: one object per line. */
    private static long lines(byte[] rows) {
        return new String(rows, StandardCharsets.UTF_8).lines().count();
    }

    /** Marks the rows of a block as deleted. */
    void end(long sequence) {
        var row = "{\"sequence\": %s, \"source_table\": \"\", \"removal_id\": \"%s\", \"removed_at\": \"%s\"}\n"
                .formatted(
                        sequence, writer.removalId(), TIME.format(writer.clock().instant()));
        insert(row.getBytes(StandardCharsets.UTF_8), "repeats/" + sequence + "/end");
        var ended = last();
        if (ended == null || ended.sequence() != sequence || !ended.ended()) {
            throw new RepeatException("the end of block " + sequence + " of " + TABLE
                    + " was acknowledged, and the ledger does not hold it. The rows of the block are deleted; run"
                    + " watchllm audit --repair again, which ends it first");
        }
    }

    private BlockCountSnapshot now() {
        return new BlockCountSnapshot(writer.clock().millis(), reader.blocks(proof.windows()));
    }

    private void insert(byte[] rows, String token) {
        var inserter = new BlockInserter(sql.client(), sql.name(TABLE), proof.pinned());
        for (var attempt = 1; ; attempt++) {
            var outcome =
                    inserter.insert(RepeatRows.COLUMNS, body -> body.write(rows), ClickHouseFormat.JSONEachRow, token);
            if (outcome instanceof Outcome.Acked) {
                return;
            }
            var again = outcome instanceof Outcome.InDoubt || outcome instanceof Outcome.NotNow;
            if (!again || attempt >= ATTEMPTS_MAX) {
                throw new RepeatException("block " + token + " of " + TABLE + " was not acknowledged after " + attempt
                        + " attempts: " + outcome + ". Run watchllm audit --repair again: if it has landed, it is ended"
                        + " first");
            }
            Pause.of(Duration.ofMillis(writer.waits().delayMillis(attempt)), RollupException::interrupted);
        }
    }

    private static RepeatException outrun(long sequence) {
        return new RepeatException("another run took repeats out meanwhile and wrote block " + sequence + " of " + TABLE
                + " first; nothing is lost or taken out twice. Run watchllm audit --repair again when the other has"
                + " ended");
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }
}
