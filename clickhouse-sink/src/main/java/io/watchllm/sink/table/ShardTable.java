package io.watchllm.sink.table;

import com.clickhouse.client.api.Client;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.StoredRows;
import io.watchllm.sink.encode.TableColumn;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** One table as seen by one shard: reads its schema and rows, and creates writers into it. */
public final class ShardTable {
    private final Connection connection;
    private final TableReader reader;
    private final ShardReader shard;
    private final DedupPreflight preflight;
    private final String quotedTable;

    /**
     * Connection to one shard, shared by all tables.
     *
     * @param settings address and credentials of the shard
     * @param client client of the shard; closed by whoever opened it
     */
    public record Connection(ClickHouseSettings settings, Client client) {}

    /**
     * State of the table in this shard.
     *
     * @param url address of the node
     * @param name identity of the shard's tables, see {@link ShardReader#name}
     * @param columns columns of the table
     * @param preflight whether a repeated insert is deduplicated
     */
    public record Found(URI url, String name, List<TableColumn> columns, DedupPreflight.Findings preflight) {}

    public ShardTable(SinkSettings settings, Connection connection, String table) {
        var database = connection.settings().database();
        this.connection = connection;
        this.reader = new TableReader(connection.client(), database, table);
        this.shard = new ShardReader(connection.client(), database, table);
        this.preflight = new DedupPreflight(
                connection.settings(), reader, table, settings.inserting().timeout());
        this.quotedTable = '`' + database + "`.`" + table + '`';
    }

    /**
     * Counts the rows of a partition that this shard stores.
     *
     * @throws TableReader.TableUnreadableException when ClickHouse does not answer
     */
    public StoredRows storedRows(String group, StoredRows.Question question) {
        return new StoredRowsQuery(
                        connection.client(),
                        connection.settings().database(),
                        question.name().table(),
                        group)
                .ask(question);
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
        return new Found(connection.settings().url(), shard.name(), columns, preflight.look());
    }

    /**
     * Creates a writer for the table in the state that {@link #look} found.
     *
     * @throws TableReader.TableUnreadableException when ClickHouse does not answer
     */
    public ShardWriters.Shard writer(Found found, DeadLetters deadLetters, Clock clock) {
        var windows = found.preflight().windows();
        var inserter = new BlockInserter(
                connection.client(), quotedTable, found.preflight().pinned());
        var counts = new BlockCountSnapshots(reader, found.name(), windows, clock);
        var shared = windows.stream().anyMatch(window -> window.engine() == EngineFamily.SHARED);
        var verifier = new RangeVerifier(new SyncedRows(reader, shard, shared), counts, new DedupWindowCheck(windows));
        return new ShardWriters.Shard(found.name(), new BatchWriter(inserter, deadLetters, verifier), counts);
    }
}
