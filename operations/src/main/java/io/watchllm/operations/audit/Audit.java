package io.watchllm.operations.audit;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.kafka.RegistrySchemas;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.operations.rollup.RollupViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Audit of tables against their topics, and of rollups against their tables. For one thread. */
public final class Audit implements AutoCloseable {
    /** Rows this close to the end of their retention may expire during the audit. */
    private static final Duration RETENTION_MARGIN = Duration.ofHours(1);

    private final SinkSettings settings;
    /** One connection for each shard. */
    private final List<ClickHouseServer> shards = new ArrayList<>();

    private final ClickHouseConnection whole;
    private final SchemaRegistryClient registry;
    private final Clock clock;
    private final Duration betweenLooks;
    private final TopicOffsets topic;
    private @Nullable RefusedOffsets refused;

    /**
     * Scope of an audit.
     *
     * @param since only records that were appended then or later; null for all that Kafka still has
     * @param until only records that were appended before; null for all that the sink has committed
     * @param repair whether missing rows are inserted
     */
    public record Scope(@Nullable Instant since, @Nullable Instant until, boolean repair) {}

    /**
     * @param settings settings of the sink whose tables are audited
     * @param registry registry with the schemas of missing rows; closed by whoever opened it
     */
    public Audit(SinkSettings settings, SchemaRegistryClient registry, Clock clock) {
        this(settings, registry, clock, RollupComparison.BETWEEN_LOOKS);
    }

    /** @param betweenLooks delay between two comparisons of a rollup that differs */
    Audit(SinkSettings settings, SchemaRegistryClient registry, Clock clock, Duration betweenLooks) {
        this.betweenLooks = betweenLooks;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
        settings.shards().forEach(shard -> shards.add(ShardConnections.open(shard, settings.inserting())));
        // Rows of a partition may be in several shards if the list of shards has changed.
        this.whole = ClickHouseConnection.open(settings.whole());
        this.topic = new TopicOffsets(settings.kafka());
    }

    /**
     * Audits the rows of a table.
     *
     * @throws OperationException when Kafka or ClickHouse do not answer
     */
    public TableReport rows(SinkTable table, Scope scope) {
        var offsets = new TableOffsets(whole, table.table());
        var kept = RollupViews.retention(shards.getFirst().sql(), table.table());
        // Before the log ends are read: rows that the table has now can't be past an end that is read later.
        var furthest = offsets.furthest();
        var found = PartitionBounds.read(settings.kafka(), table, scope.since(), scope.until());
        var audit = new TableAudit(
                topic,
                offsets,
                refusedOffsets(),
                missingRows(table, found.id()),
                new RowAge.Bound(kept, clock.instant().plus(RETENTION_MARGIN)),
                scope.repair());
        var partitions = new ArrayList<TableReport.Partition>();
        found.partitions().forEach((partition, bounds) -> {
            var behind = furthest.getOrDefault(partition.partition(), -1L) >= bounds.end()
                    ? offsets.rowsFrom(partition.partition(), bounds.end())
                    : 0;
            var accepted = offsets.accepted(table.group(), found.id(), partition.partition());
            partitions.add(audit.audit(partition, bounds, accepted, behind));
        });
        return new TableReport(table, partitions);
    }

    /**
     * Compares each rollup of a table with a recount of its rows, shard by shard.
     *
     * @throws OperationException when ClickHouse does not answer
     */
    public List<RollupReport> rollups(SinkTable table) {
        var names = settings.cluster().writerNames(settings.clickHouse());
        return IntStream.range(0, shards.size())
                .boxed()
                .flatMap(shard -> new RollupComparison(shards.get(shard).sql(), betweenLooks)
                        .compare(table.table(), RollupScope.ALL).stream().map(report -> report.at(names.get(shard))))
                .toList();
    }

    private RefusedOffsets refusedOffsets() {
        var known = refused;
        if (known == null) {
            known = RefusedOffsets.read(new KafkaConnection(settings.kafka()));
            refused = known;
        }
        return known;
    }

    private MissingRows missingRows(SinkTable table, String topicId) {
        var reader = new TableReader(shards.getFirst().sql(), table.table());
        var pinned = reader.pinnedSettings();
        var targets = shards.stream()
                .map(shard -> new MissingRows.Target(
                        new BlockInserter(shard.blocks(), shard.sql().name(table.table()), pinned),
                        new TableOffsets(shard.sql(), table.table())))
                .toList();
        var token = settings.delivery().tokenNamespace() + "/" + topicId + "/repair/" + clock.millis();
        return new MissingRows(
                topic,
                new RegistrySchemas(registry, clock),
                new PlanCompiler(table.table(), reader.columns()),
                partition -> targets.get(partition % targets.size()),
                token);
    }

    @Override
    public void close() {
        topic.close();
        whole.close();
        shards.forEach(ClickHouseServer::close);
    }
}
