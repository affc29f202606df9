package io.watchllm.operations.repeat;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.ledger.BlockLedger.Subject;
import io.watchllm.operations.ledger.BlockLedger.Words;
import io.watchllm.operations.ledger.LedgerBlock;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ledger of rows that were removed from one shard. A final row, which no rollup counts, marks the rows of the block as
 * deleted.
 */
final class RepeatLedger {
    static final String TABLE = "removed_repeats";

    private static final Subject SUBJECT =
            new Subject(TABLE, RepeatRows.COLUMNS, "removal_id", "removed_at", "source_table != ''", "repeats");
    private static final Words WORDS = new Words(
            sequence -> "block " + sequence + " of " + TABLE,
            "another run took repeats out",
            "watchllm audit --repair");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ClickHouseServer server;
    private final BlockLedger.Run run;
    private final BlockLedger blocks;

    /** @throws OperationException when a repeated block would not be deduplicated */
    RepeatLedger(ClickHouseServer server, Inserting inserting, BlockLedger.Run run) {
        this.server = server;
        this.run = run;
        this.blocks = new BlockLedger(server, inserting, SUBJECT, WORDS, run);
    }

    /** The last block; null before the first one. */
    @Nullable
    LedgerBlock last() {
        return blocks.last();
    }

    /** Whether the rows of a block are deleted. */
    boolean ended(long sequence) {
        return server.sql()
                        .first("SELECT count() AS ends FROM " + server.sql().name(TABLE) + " WHERE sequence = "
                                + sequence + " AND source_table = ''")
                        .number("ends")
                > 0;
    }

    /**
     * Writes a block; when this returns, ledger and rollups have it.
     *
     * @param sequence number of the last block plus one
     * @param rows creates its rows, given its head
     */
    void append(long sequence, Function<RepeatRows.Head, byte[]> rows) {
        blocks.append(sequence, before -> rows.apply(new RepeatRows.Head(sequence, run.id(), before)));
    }

    /** Sends a block again; false when a table may have forgotten it, and nothing was sent. */
    boolean resend(LedgerBlock block) {
        return blocks.resend(block);
    }

    /** Marks the rows of a block as deleted. */
    void end(long sequence) {
        var row = "{\"sequence\": %s, \"source_table\": \"\", \"removal_id\": \"%s\", \"removed_at\": \"%s\"}\n"
                .formatted(sequence, run.id(), TIME.format(run.clock().instant()));
        blocks.insert(blocks.token(sequence) + "/end", row.getBytes(StandardCharsets.UTF_8));
        if (!ended(sequence)) {
            throw new OperationException("the end of block " + sequence + " of " + TABLE
                    + " was acknowledged, and the ledger does not hold it. The rows of the block are deleted; run"
                    + " watchllm audit --repair again, which ends it first");
        }
    }
}
