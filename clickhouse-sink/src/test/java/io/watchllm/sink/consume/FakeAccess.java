package io.watchllm.sink.consume;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.RowTimes;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.sink.table.BatchWriter;
import io.watchllm.sink.table.BlockCountSnapshots;
import io.watchllm.sink.table.DeadLetters;
import io.watchllm.sink.table.NoServer;
import io.watchllm.sink.table.RangeVerifier;
import io.watchllm.sink.table.ShardWriters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Answers of Kafka and ClickHouse that a test sets; the one shard to write to is not there. */
final class FakeAccess implements TableAccess, AutoCloseable {
    private final ClickHouseServer client = NoServer.open();
    CompletableFuture<String> topicId = CompletableFuture.completedFuture("topic-id");
    LogBounds log = new LogBounds(0, 0, 0, -1, LogBounds.FOR_EVER);
    StoredRows stored = StoredRows.NONE;
    SchemaSource schemas = id -> new SchemaSource.Unknown("none");
    /** Where dead letters go; they are all that can be written. */
    volatile DeadLetters deadLetters = deadLetters -> {};
    /** Name of the one shard. */
    volatile String shard = "";

    @Override
    public Opened open() {
        var reader = new TableReader(client.sql(), "t");
        var counts = new BlockCountSnapshots(reader, shard, List.of(), Clock.systemUTC());
        var verifier = new RangeVerifier(reader, counts, new DedupWindowCheck(List.of()));
        var writer = new BatchWriter(
                new BlockInserter(client.blocks(), "`d`.`t`", Map.of()), all -> deadLetters.deliver(all), verifier);
        return new Opened(columns(), new ShardWriters(List.of(new ShardWriters.Shard(shard, writer, counts))));
    }

    @Override
    public List<TableColumn> columns() {
        return List.of();
    }

    @Override
    public LandedRows landedRows() {
        return (partition, range) -> new DedupWindowCheck.Held(0, 0, 0);
    }

    @Override
    public SchemaSource schemas() {
        return id -> schemas.find(id);
    }

    @Override
    public CompletableFuture<String> topicId(String topic) {
        return topicId;
    }

    @Override
    public StoredRows storedRows(StoredRows.Question question) {
        return stored;
    }

    @Override
    public LogReader logs() {
        return partitions -> CompletableFuture.completedFuture(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> log)));
    }

    @Override
    public RowTimes rowTimes() {
        return (partition, range) -> null;
    }

    @Override
    public void close() {
        client.close();
    }
}
