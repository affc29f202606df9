package io.watchllm.sink.table;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.DedupPreflight;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.StoredRowsQuery;
import io.watchllm.delivery.table.TableReader;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** One table as seen by one shard: reads its schema and rows, and creates writers into it. */
public final class ShardTable {
    private final ClickHouseServer server;
    private final TableReader reader;
    private final ShardReader shard;
    private final DedupPreflight preflight;
    private final String quotedTable;

    /**
     * State of the table in this shard.
     *
     * @param url address of the node
     * @param name identity of the shard's tables, see {@link ShardReader#name}
     * @param preflight whether a repeated insert is deduplicated
     */
    public record Found(URI url, String name, List<TableColumn> columns, DedupPreflight.Findings preflight) {}

    /** @param server the shard, shared by all tables; closed by whoever opened it */
    public ShardTable(SinkSettings settings, ClickHouseServer server, String table) {
        this.server = server;
        this.reader = new TableReader(server.sql(), table);
        this.shard = new ShardReader(server.sql(), table);
        this.preflight = new DedupPreflight(
                server.settings(), reader, table, settings.inserting().timeout());
        this.quotedTable = server.sql().name(table);
    }

    /**
     * Counts the rows of a partition that this shard stores.
     *
     * @throws TableReader.TableUnreadableException when ClickHouse does not answer
     */
    public StoredRows storedRows(String group, StoredRows.Question question) {
        return new StoredRowsQuery(server.sql(), question.name().table(), group).ask(question);
    }

    public TableReader reader() {
        return reader;
    }

    /**
     * Reads the table's current state.
     *
     * @throws TableReader.TableUnreadableException when ClickHouse does not answer or has no such table
     */
    public Found look() {
        var columns = reader.columns();
        return new Found(server.settings().url(), shard.name(), columns, preflight.look());
    }

    /**
     * Creates a writer for the table in the state that {@link #look} found.
     *
     * @throws TableReader.TableUnreadableException when ClickHouse does not answer
     */
    public ShardWriters.Shard writer(Found found, DeadLetters deadLetters, Clock clock) {
        var windows = found.preflight().windows();
        var inserter = new BlockInserter(
                server.blocks(), quotedTable, found.preflight().pinned());
        var counts = new BlockCountSnapshots(reader, found.name(), windows, clock);
        var shared = windows.stream().anyMatch(window -> window.engine() == EngineFamily.SHARED);
        LandedRows rows = (partition, range) -> held(partition, range, shared);
        var verifier = new RangeVerifier(rows, counts, new DedupWindowCheck(windows));
        return new ShardWriters.Shard(found.name(), new BatchWriter(inserter, deadLetters, verifier), counts);
    }

    /**
     * Counts rows of a range once the node has caught up with its replicas: only then can it say that rows are missing.
     *
     * @param shared whether it is a table of ClickHouse Cloud, whose nodes share parts
     */
    private DedupWindowCheck.Held held(int partition, Intent range, boolean shared) {
        if (shared) {
            return reader.heldByAllNodes(partition, range);
        }
        var held = reader.held(partition, range);
        if (held.rows() >= range.rows()) {
            return held;
        }
        shard.requireCaughtUp();
        return reader.held(partition, range);
    }
}
