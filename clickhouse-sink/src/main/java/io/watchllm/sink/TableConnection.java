package io.watchllm.sink;

import com.clickhouse.client.api.Client;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.watchllm.sink.config.Guarantee;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.consume.PartitionEnds;
import io.watchllm.sink.consume.RegistrySchemas;
import io.watchllm.sink.consume.TableAccess;
import io.watchllm.sink.consume.TopicIds;
import io.watchllm.sink.core.TokenMemory;
import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.BatchWriter;
import io.watchllm.sink.write.BlockInserter;
import io.watchllm.sink.write.DeadLetters;
import io.watchllm.sink.write.DeliveryProof;
import io.watchllm.sink.write.LandedRows;
import io.watchllm.sink.write.ReadBack;
import io.watchllm.sink.write.RowTimes;
import io.watchllm.sink.write.TableMarks;
import io.watchllm.sink.write.TableReader;
import io.watchllm.sink.write.UnprovenException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one table's loop needs of ClickHouse, Kafka and the registry, over the clients that all tables share. */
final class TableConnection implements TableAccess {
    private static final Logger log = LoggerFactory.getLogger(TableConnection.class);
    private static final Duration ENDS_TIMEOUT = Duration.ofSeconds(5);

    private static final int TOPIC_ID_TIMEOUT_MS = 10_000;

    private final Clients clients;
    private final Guarantee guarantee;
    private final DeliveryProof proof;
    private final TableReader reader;
    private final SchemaSource schemas;
    private final String quotedTable;

    /** The clients that all tables share. */
    record Clients(
            Client clickHouse, Admin admin, SchemaRegistryClient registry, DeadLetters deadLetters, Clock clock) {}

    TableConnection(SinkSettings settings, String table, Clients clients) {
        var database = settings.clickHouse().database();
        this.clients = clients;
        this.guarantee = settings.delivery().guarantee();
        this.reader = new TableReader(clients.clickHouse(), database, table);
        this.proof = new DeliveryProof(
                settings.clickHouse(), reader, table, settings.inserting().timeout());
        this.schemas = new RegistrySchemas(clients.registry(), clients.clock());
        this.quotedTable = '`' + database + "`.`" + table + '`';
    }

    @Override
    public Opened open() {
        var columns = reader.columns();
        var found = proof.look();
        if (!found.gaps().isEmpty()) {
            if (guarantee == Guarantee.EXACTLY_ONCE) {
                throw new UnprovenException(found.gaps());
            }
            log.warn(
                    "rows may be stored twice, as WATCHLLM_SINK_GUARANTEE allows table={} gaps={}",
                    quotedTable,
                    String.join("; ", found.gaps()));
        }
        var inserter = new BlockInserter(clients.clickHouse(), quotedTable, found.pinned());
        var marks = new TableMarks(reader, found.windows(), clients.clock());
        var readBack = new ReadBack(reader, marks, new TokenMemory(found.windows()));
        return new Opened(columns, new BatchWriter(inserter, clients.deadLetters(), readBack));
    }

    @Override
    public List<TableColumn> columns() {
        return reader.columns();
    }

    @Override
    public LandedRows landedRows() {
        return reader;
    }

    @Override
    public SchemaSource schemas() {
        return schemas;
    }

    @Override
    public RowTimes rowTimes() {
        return reader;
    }

    @Override
    public PartitionEnds ends() {
        return partitions -> {
            var asked = partitions.stream()
                    .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            var committed =
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) ENDS_TIMEOUT.toMillis());
            return clients.admin()
                    .listOffsets(asked, committed)
                    .all()
                    .toCompletionStage()
                    .thenApply(ends -> ends.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> end.getValue().offset())));
        };
    }

    @Override
    public TopicIds topicIds() {
        return topic -> clients.admin()
                .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TOPIC_ID_TIMEOUT_MS))
                .allTopicNames()
                .toCompletionStage()
                .thenApply(found -> Objects.requireNonNull(found.get(topic), topic)
                        .topicId()
                        .toString())
                .toCompletableFuture();
    }
}
