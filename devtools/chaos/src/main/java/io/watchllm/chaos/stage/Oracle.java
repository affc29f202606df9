package io.watchllm.chaos.stage;

import io.watchllm.chaos.core.Ledger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Compares what was sent with what ClickHouse has, row by row, in ClickHouse. */
final class Oracle {
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES + 1;

    private final Sql sql;
    private final Tables tables;

    /**
     * What it found.
     *
     * @param lost rows missing, by id, partition and offset
     * @param twice rows beyond what should be there
     * @param count rows of the table
     * @param ids different ids
     * @param sources different pairs of partition and offset
     * @param rollupsEqual whether both rollups equal a recount
     */
    record Finding(long lost, long twice, long count, long ids, long sources, boolean rollupsEqual) {}

    Oracle(Sql sql, Tables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    Finding evaluate(Ledger ledger) {
        var eventCounts = tables.qualified() + "_ledger";
        sql.run("CREATE OR REPLACE TABLE " + eventCounts + " (id Int64, p Int32, o Int64, copies UInt8)"
                + " ENGINE = MergeTree ORDER BY id");
        sql.insert("INSERT INTO " + eventCounts + " FORMAT RowBinary", entries(ledger));
        var stored = "SELECT id, source_partition AS p, source_offset AS o, toInt64(count()) AS c FROM "
                + tables.qualified() + " GROUP BY id, p, o";
        var found =
                sql.row("SELECT sum(greatest(toInt64(l.copies) - t.c, 0)), sum(greatest(t.c - toInt64(l.copies), 0))"
                        + " FROM " + eventCounts + " AS l FULL JOIN (" + stored
                        + ") AS t ON l.id = t.id AND l.p = t.p AND l.o = t.o");
        var counts = sql.row(
                "SELECT count(), uniqExact(id), uniqExact(source_partition, source_offset) FROM " + tables.qualified());
        return new Finding(
                Long.parseLong(found.get(0)),
                Long.parseLong(found.get(1)),
                Long.parseLong(counts.get(0)),
                Long.parseLong(counts.get(1)),
                Long.parseLong(counts.get(2)),
                tables.rollupsEqual());
    }

    private static byte[] entries(Ledger ledger) {
        var all = new ByteArrayOutputStream(ledger.capacity() * ENTRY_BYTES);
        var entry = ByteBuffer.allocate(ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ledger.visit((id, partition, offset, copies) -> all.writeBytes(entry.clear()
                .putLong(id)
                .putInt(partition)
                .putLong(offset)
                .put((byte) copies)
                .array()));
        return all.toByteArray();
    }
}
