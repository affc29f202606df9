package io.watchllm.operations.reprice;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.operations.reprice.core.Correction;
import io.watchllm.operations.rollup.Pause;
import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.LedgerBlockRows;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.RetryPolicy;
import io.watchllm.sink.table.BlockInserter;
import io.watchllm.sink.table.DedupPreflight;
import io.watchllm.sink.table.TableReader;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ledger of one project's corrections. A block is inserted under a token of project and number: it is stored once in
 * the ledger and once in each rollup, however often it is sent, and if two runs write the same number, only one
 * succeeds.
 */
public final class CorrectionLedger {
    public static final String TABLE = "cost_corrections";

    private static final int ATTEMPTS_MAX = 6;

    private final Tables tables;
    private final TableReader reader;
    private final DedupPreflight.Findings proof;
    private final Writer writer;

    /**
     * Identity of a writer.
     *
     * @param project the project
     * @param repriceId id of this run
     * @param clock time of the corrections
     * @param waits between two attempts
     */
    public record Writer(String project, String repriceId, Clock clock, RetryPolicy waits) {}

    /**
     * @param reader reader of the ledger table
     * @param proof preflight result of the ledger, without gaps
     */
    public CorrectionLedger(Tables tables, TableReader reader, DedupPreflight.Findings proof, Writer writer) {
        this.tables = tables;
        this.reader = reader;
        this.proof = proof;
        this.writer = writer;
    }

    /** The last block; null before the first one. */
    @Nullable
    LedgerBlock last() {
        var found = tables.ask("SELECT toInt64(sequence) AS number, toInt64(count()) AS rows,"
                + " toUnixTimestamp64Milli(min(timestamp)) AS first, toUnixTimestamp64Milli(max(timestamp)) AS last,"
                + " any(reprice_id) AS writer, toUnixTimestamp64Milli(any(corrected_at)) AS at,"
                + " arrayStringConcat(arrayMap(n -> toString(n), any(blocks_before)), ',') AS blocks"
                + " FROM " + tables.name(TABLE) + " WHERE project_id = " + Tables.literal(writer.project())
                + " AND sequence = (SELECT max(sequence) FROM " + tables.name(TABLE) + " WHERE project_id = "
                + Tables.literal(writer.project()) + ") GROUP BY sequence");
        if (found.isEmpty()) {
            return null;
        }
        var row = found.getFirst();
        return new LedgerBlock(
                row.getLong("number"),
                row.getLong("rows"),
                Instant.ofEpochMilli(row.getLong("first")),
                Instant.ofEpochMilli(row.getLong("last")),
                row.getString("writer"),
                new BlockCountSnapshot(row.getLong("at"), numbers(row.getString("blocks"))));
    }

    /**
     * Writes a block; when this returns, ledger and rollups have it.
     *
     * @param sequence number of the last block plus one
     * @param corrections at least one, all of one month
     */
    public LedgerBlock append(long sequence, List<Correction> corrections) {
        // Long before a token could be forgotten: a second run must find it in every table.
        var last = last();
        if ((last == null ? 0 : last.sequence()) != sequence - 1) {
            throw outrun(sequence);
        }
        var head = new LedgerRows.Head(writer.project(), sequence, writer.repriceId(), now());
        insert(sequence, LedgerRows.of(head, corrections));
        var found = rowsOf(sequence, writer.repriceId());
        if (found.mine() == 0 && found.others() > 0) {
            throw outrun(sequence);
        }
        verify(sequence, corrections.size(), found);
        var written = last();
        if (written == null || written.sequence() != sequence) {
            throw outrun(sequence);
        }
        return written;
    }

    /**
     * Sends a block of the ledger again, so that rollups that it did not reach get it too.
     *
     * @return false when a table may have forgotten it, and nothing was sent
     */
    boolean resend(LedgerBlock block) {
        if (!new DedupWindowCheck(proof.windows()).surelyHolds(block.before(), now())) {
            return false;
        }
        var rows = tables.read(
                "SELECT " + String.join(", ", LedgerRows.COLUMNS) + " FROM " + tables.name(TABLE) + rows(block),
                ClickHouseFormat.JSONEachRow,
                InputStream::readAllBytes);
        insert(block.sequence(), rows);
        verify(block.sequence(), block.rows(), rowsOf(block.sequence(), block.repriceId()));
        return true;
    }

    private LedgerBlockRows rowsOf(long sequence, String repriceId) {
        var row = tables.ask("SELECT toInt64(countIf(reprice_id = " + Tables.literal(repriceId) + ")) AS mine,"
                        + " toInt64(count()) AS whole FROM " + tables.name(TABLE) + " WHERE project_id = "
                        + Tables.literal(writer.project()) + " AND sequence = " + sequence)
                .getFirst();
        return new LedgerBlockRows(row.getLong("mine"), row.getLong("whole") - row.getLong("mine"));
    }

    private void verify(long sequence, long sent, LedgerBlockRows found) {
        var problem = found.problem("correction " + sequence + " of project '" + writer.project() + "'", sent);
        if (problem != null) {
            throw new RepriceException(problem + ". No row of events was changed for it. Compare " + TABLE
                    + " WHERE sequence = " + sequence
                    + ", and the rollups with watchllm rollups verify, before the command runs again");
        }
    }

    /** A condition on the rows of a block. */
    String rows(LedgerBlock block) {
        return " WHERE project_id = " + Tables.literal(writer.project()) + " AND sequence = " + block.sequence();
    }

    private BlockCountSnapshot now() {
        var millis = writer.clock().millis();
        return new BlockCountSnapshot(millis, reader.blocks(proof.windows()));
    }

    private void insert(long sequence, byte[] rows) {
        var inserter = new BlockInserter(tables.client(), tables.name(TABLE), proof.pinned());
        var token = "reprice/" + writer.project() + "/" + sequence;
        for (var attempt = 1; ; attempt++) {
            var outcome =
                    inserter.insert(LedgerRows.COLUMNS, body -> body.write(rows), ClickHouseFormat.JSONEachRow, token);
            if (outcome instanceof Outcome.Acked) {
                return;
            }
            var again = outcome instanceof Outcome.InDoubt || outcome instanceof Outcome.NotNow;
            if (!again || attempt >= ATTEMPTS_MAX) {
                throw new RepriceException("correction " + sequence + " was not acknowledged after " + attempt
                        + " attempts: " + outcome + ". Run the command again: if it has landed, it is ended first");
            }
            Pause.of(Duration.ofMillis(writer.waits().delayMillis(attempt)), RepriceException::interrupted);
        }
    }

    private RepriceException outrun(long sequence) {
        return new RepriceException(
                "another run repriced project '" + writer.project()
                        + "' meanwhile and wrote correction " + sequence
                        + " first; nothing of this one is lost or written twice. Run the command again when the other has ended");
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }
}
