package io.watchllm.sink;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.Delivery.Guarantee;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.kafka.AdminLogs;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.delivery.kafka.RegistrySchemas;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.RowTimes;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.sink.consume.TableAccess;
import io.watchllm.sink.table.DeadLetters;
import io.watchllm.sink.table.ShardTable;
import io.watchllm.sink.table.ShardWriters;
import io.watchllm.sink.table.ShardsCheck;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Access of one table's loop to ClickHouse, Kafka and the registry, through the clients that all tables share. */
final class TableConnection implements TableAccess {
    private static final Logger log = LoggerFactory.getLogger(TableConnection.class);
    private static final int TOPIC_ID_TIMEOUT_MS = 10_000;

    private final String table;
    private final String group;
    private final Clients clients;
    private final Guarantee guarantee;
    private final List<ShardTable> shards;
    private final SchemaSource schemas;

    /** The clients that all tables share; at least one shard. */
    record Clients(
            List<ClickHouseServer> shards, Admin admin, SchemaLookup lookup, DeadLetters deadLetters, Clock clock) {}

    TableConnection(SinkSettings settings, SinkTable sinkTable, Clients clients) {
        this.table = sinkTable.table();
        this.group = sinkTable.group();
        this.clients = clients;
        this.guarantee = settings.delivery().guarantee();
        this.shards = clients.shards().stream()
                .map(shard -> new ShardTable(settings, shard, table))
                .toList();
        this.schemas = new RegistrySchemas(
                clients.lookup(), clients.clock(), settings.batching().unknownSchemaWait());
    }

    @Override
    public Opened open() {
        var found = shards.stream().map(ShardTable::look).toList();
        // A block is encoded once, for whichever shard it goes to.
        ShardsCheck.requireSameColumns(table, found);
        var gaps = ShardsCheck.gaps(found);
        if (!gaps.isEmpty()) {
            if (guarantee == Guarantee.EXACTLY_ONCE) {
                throw new DedupNotGuaranteedException(gaps);
            }
            log.warn(
                    "rows may be stored twice, as WATCHLLM_SINK_GUARANTEE allows table={} gaps={}",
                    table,
                    String.join("; ", gaps));
        }
        var writers = new ArrayList<ShardWriters.Shard>();
        for (var i = 0; i < shards.size(); i++) {
            writers.add(shards.get(i).writer(found.get(i), clients.deadLetters(), clients.clock()));
        }
        return new Opened(found.getFirst().columns(), new ShardWriters(writers));
    }

    /** The reader of the shard that stores new rows of the partition. */
    private TableReader home(int partition) {
        return shards.get(partition % shards.size()).reader();
    }

    @Override
    public List<TableColumn> columns() {
        // A column that some shard does not have yet can't be filled.
        var common = new ArrayList<>(shards.getFirst().reader().columns());
        shards.stream().skip(1).forEach(shard -> common.retainAll(shard.reader().columns()));
        return common;
    }

    @Override
    public LandedRows landedRows() {
        return (partition, range) -> home(partition).held(partition, range);
    }

    @Override
    public SchemaSource schemas() {
        return schemas;
    }

    @Override
    public RowTimes rowTimes() {
        return (partition, range) -> home(partition).median(partition, range);
    }

    @Override
    public LogReader logs() {
        return new AdminLogs(clients.admin(), clients.clock());
    }

    @Override
    public StoredRows storedRows(StoredRows.Question question) {
        // Rows of a partition may be in several shards if the list of shards has changed.
        return shards.stream()
                .map(shard -> shard.storedRows(group, question))
                .reduce(StoredRows.NONE, StoredRows::plus);
    }

    @Override
    public CompletableFuture<String> topicId(String topic) {
        return clients.admin()
                .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TOPIC_ID_TIMEOUT_MS))
                .allTopicNames()
                .toCompletionStage()
                .thenApply(found -> Objects.requireNonNull(found.get(topic), topic)
                        .topicId()
                        .toString())
                .toCompletableFuture();
    }
}
