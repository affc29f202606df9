package io.watchllm.sink.consume;

import com.clickhouse.client.api.Client;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.LogBounds;
import io.watchllm.sink.core.StoredRows;
import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.BatchWriter;
import io.watchllm.sink.write.BlockCountSnapshots;
import io.watchllm.sink.write.BlockInserter;
import io.watchllm.sink.write.LandedRows;
import io.watchllm.sink.write.RangeVerifier;
import io.watchllm.sink.write.RowTimes;
import io.watchllm.sink.write.ShardWriters;
import io.watchllm.sink.write.TableReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Answers of Kafka and ClickHouse that a test sets; the one shard to write to is not there. */
final class FakeAccess implements TableAccess, AutoCloseable {
    private final Client client = new Client.Builder()
            .addEndpoint("http://localhost:1")
            .setUsername("nobody")
            .setPassword("none")
            .build();
    CompletableFuture<String> topicId = CompletableFuture.completedFuture("topic-id");
    LogBounds log = new LogBounds(0, 0, 0, -1, LogBounds.FOR_EVER);
    StoredRows stored = StoredRows.NONE;

    @Override
    public Opened open() {
        var reader = new TableReader(client, "d", "t");
        var marks = new BlockCountSnapshots(reader, "", List.of(), Clock.systemUTC());
        var readBack = new RangeVerifier(reader, marks, new DedupWindowCheck(List.of()));
        var writer = new BatchWriter(new BlockInserter(client, "`d`.`t`", Map.of()), deadLetters -> {}, readBack);
        return new Opened(columns(), new ShardWriters(List.of(new ShardWriters.Shard("", writer))));
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
        return id -> new SchemaSource.Unknown("none");
    }

    @Override
    public TopicIds topicIds() {
        return topic -> topicId;
    }

    @Override
    public LogReader logs() {
        return partitions -> CompletableFuture.completedFuture(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> log)));
    }

    @Override
    public StoredRowsReader storedRows() {
        return question -> stored;
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
