package io.watchllm.operations.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.RetryPolicy;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.DedupPreflight;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.Pause;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ledger of numbered blocks in one shard. A block is inserted under a token derived from its number: it is stored once
 * in the ledger and once in each rollup, however often it is sent, and if two runs write the same number, only one
 * succeeds. For one thread.
 */
public final class BlockLedger {
    private static final int ATTEMPTS_MAX = 6;

    private final ClickHouseServer server;
    private final Subject subject;
    private final Run run;
    private final RetryPolicy waits;
    private final TableReader reader;
    private final DedupPreflight.Findings proof;

    /**
     * The rows of a table that are numbered together.
     *
     * @param columns columns of the table, in order
     * @param runColumn column of the run that wrote a row
     * @param timeColumn column of the time at which it did
     * @param condition SQL condition on the rows
     * @param token first part of their deduplication tokens
     * @param block name of a block in messages, given its number
     * @param otherRun message about another run, such as {@code another run repriced project 'p'}
     * @param command the command that an operator runs again
     */
    public record Subject(
            String table,
            List<String> columns,
            String runColumn,
            String timeColumn,
            String condition,
            String token,
            LongFunction<String> block,
            String otherRun,
            String command) {}

    /**
     * A run that writes.
     *
     * @param id id of the run
     * @param clock time of its blocks
     */
    public record Run(String id, Clock clock) {}

    /**
     * A block of the ledger.
     *
     * @param sequence its number
     * @param rows number of its rows
     * @param first earliest event time of its rows
     * @param last latest event time of its rows
     * @param runId the run that wrote it
     * @param before the tables' block counts before it was sent
     */
    public record Block(
            long sequence, long rows, Instant first, Instant last, String runId, BlockCountSnapshot before) {}

    /**
     * Stored rows of one block, counted after ClickHouse acknowledged it. ClickHouse may know the token of a block and
     * not have its rows, or have the rows and have forgotten the token: an acknowledged repeat proves nothing about the
     * rows.
     *
     * @param mine rows that the run wrote
     * @param others rows that other runs wrote
     */
    record StoredBlock(long mine, long others) {

        /** Describes for an operator how the stored block differs from what was sent; null when it does not. */
        @Nullable
        String problem(String block, long sent) {
            if (mine == sent && others == 0) {
                return null;
            }
            return block + " was acknowledged, and of its " + sent + " rows the ledger holds " + (mine + others)
                    + (others > 0 ? ", " + others + " of them of another run" : "")
                    + (mine + others == 0
                            ? ": ClickHouse knows its token and has lost its rows, or a replica does not have them yet"
                            : "");
        }
    }

    /**
     * @param server the shard; closed by whoever opened it
     * @throws OperationException when a repeated block would not be deduplicated
     */
    public BlockLedger(ClickHouseServer server, Inserting inserting, Subject subject, Run run) {
        this.server = server;
        this.subject = subject;
        this.run = run;
        this.waits = inserting.retryPolicy();
        this.reader = new TableReader(server.sql(), subject.table());
        this.proof = new DedupPreflight(server.settings(), reader, subject.table(), inserting.timeout()).look();
        if (!proof.gaps().isEmpty()) {
            throw new OperationException("a block of " + subject.table() + " that is sent again could count twice: "
                    + String.join("; ", proof.gaps()));
        }
    }

    /** The last block; null before the first one. */
    public @Nullable Block last() {
        var from = " FROM " + name() + " WHERE " + subject.condition();
        var found = server.sql()
                .query("SELECT sequence AS number, count() AS rows, toUnixTimestamp64Milli(min(timestamp)) AS first,"
                        + " toUnixTimestamp64Milli(max(timestamp)) AS last, any(" + subject.runColumn()
                        + ") AS writer, toUnixTimestamp64Milli(any(" + subject.timeColumn() + ")) AS at,"
                        + " arrayStringConcat(arrayMap(n -> toString(n), any(blocks_before)), ',') AS blocks" + from
                        + " AND sequence = (SELECT max(sequence)" + from + ") GROUP BY sequence");
        if (found.isEmpty()) {
            return null;
        }
        var row = found.getFirst();
        return new Block(
                row.number("number"),
                row.number("rows"),
                Instant.ofEpochMilli(row.number("first")),
                Instant.ofEpochMilli(row.number("last")),
                row.text("writer"),
                new BlockCountSnapshot(row.number("at"), numbers(row.text("blocks"))));
    }

    /**
     * Writes a block; when this returns, ledger and rollups have it.
     *
     * @param sequence number of the last block plus one
     * @param rows creates its rows, one JSON object per line, given the tables' block counts before
     */
    public Block append(long sequence, Function<BlockCountSnapshot, byte[]> rows) {
        // Long before a token could be forgotten: a second run must find it in every table.
        var last = last();
        if ((last == null ? 0 : last.sequence()) != sequence - 1) {
            throw outrun(sequence);
        }
        var body = rows.apply(now());
        insert(token(sequence), body);
        var found = rowsOf(sequence, run.id());
        if (found.mine() == 0 && found.others() > 0) {
            throw outrun(sequence);
        }
        verify(sequence, body, found);
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
    public boolean resend(Block block) {
        if (!new DedupWindowCheck(proof.windows()).surelyHolds(block.before(), now())) {
            return false;
        }
        var rows = server.blocks()
                .read(
                        "SELECT " + String.join(", ", subject.columns()) + " FROM " + name() + " WHERE "
                                + condition(block.sequence()) + " SETTINGS output_format_json_quote_decimals = 1",
                        Map.of(),
                        ClickHouseFormat.JSONEachRow,
                        InputStream::readAllBytes);
        insert(token(block.sequence()), rows);
        verify(block.sequence(), rows, rowsOf(block.sequence(), block.runId()));
        return true;
    }

    /**
     * Inserts rows under a token, as often as it takes to be acknowledged.
     *
     * @param rows one JSON object per line
     * @throws OperationException when ClickHouse rejects them, or does not acknowledge them in several attempts
     */
    public void insert(String token, byte[] rows) {
        var inserter = new BlockInserter(server.blocks(), name(), proof.pinned());
        for (var attempt = 1; ; attempt++) {
            var outcome =
                    inserter.insert(subject.columns(), body -> body.write(rows), ClickHouseFormat.JSONEachRow, token);
            if (outcome instanceof Outcome.Acked) {
                return;
            }
            var again = outcome instanceof Outcome.InDoubt || outcome instanceof Outcome.NotNow;
            if (!again || attempt >= ATTEMPTS_MAX) {
                throw new OperationException("block " + token + " of " + subject.table()
                        + " was not acknowledged after " + attempt + " attempts: " + outcome + ". Run "
                        + subject.command() + " again: if it has landed, it is ended first");
            }
            Pause.of(Duration.ofMillis(waits.delayMillis(attempt)));
        }
    }

    /** Deduplication token of a block. */
    public String token(long sequence) {
        return subject.token() + "/" + sequence;
    }

    /** SQL condition on the rows of a block. */
    public String condition(long sequence) {
        return subject.condition() + " AND sequence = " + sequence;
    }

    private StoredBlock rowsOf(long sequence, String runId) {
        var row = server.sql()
                .first("SELECT countIf(" + subject.runColumn() + " = " + SqlLiteral.of(runId)
                        + ") AS mine, count() AS whole FROM " + name() + " WHERE " + condition(sequence));
        return new StoredBlock(row.number("mine"), row.number("whole") - row.number("mine"));
    }

    private void verify(long sequence, byte[] rows, StoredBlock found) {
        var sent = new String(rows, StandardCharsets.UTF_8).lines().count();
        var problem = found.problem(subject.block().apply(sequence), sent);
        if (problem != null) {
            throw new OperationException(problem + ". No row of another table was changed for it. Compare "
                    + subject.table() + " WHERE sequence = " + sequence
                    + ", and the rollups with watchllm rollups verify, before " + subject.command() + " runs again");
        }
    }

    private BlockCountSnapshot now() {
        return new BlockCountSnapshot(run.clock().millis(), reader.blocks(proof.windows()));
    }

    private OperationException outrun(long sequence) {
        return new OperationException(subject.otherRun() + " meanwhile and wrote "
                + subject.block().apply(sequence) + " first; nothing of this one is lost or written twice. Run "
                + subject.command() + " again when the other has ended");
    }

    private String name() {
        return server.sql().name(subject.table());
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }
}
