package io.watchllm.operations.audit;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupRebuild;
import io.watchllm.operations.rollup.RollupRebuild.Made;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.operations.shards.ShardRun;
import java.util.List;

/** Checks, compares and rebuilds the rollups of each shard from the rows of that shard. For one thread. */
public final class ShardRebuild implements AutoCloseable {
    private static final String TABLE = SinkTable.EVENTS.table();

    private final SinkSettings settings;
    private final RollupScope scope;
    private final List<ClickHouseConnection> shards;
    private final List<String> names;

    /**
     * Result for one shard.
     *
     * @param made what was rebuilt
     * @param reports comparison afterwards
     */
    public record Outcome(List<Made> made, List<RollupReport> reports) {
        public Outcome {
            made = List.copyOf(made);
            reports = List.copyOf(reports);
        }
    }

    /** @param scope selects the rollup buckets, by project and time */
    public ShardRebuild(SinkSettings settings, RollupScope scope) {
        this.settings = settings;
        this.scope = scope;
        this.names = settings.cluster().writerNames(settings.clickHouse());
        this.shards = settings.shards().stream().map(ClickHouseConnection::open).toList();
    }

    /**
     * Checks that every shard can be rebuilt, without changing anything.
     *
     * @throws io.watchllm.operations.shards.ShardFailure when one of several can't
     * @throws OperationException when there is only one, and it can't
     */
    public void check() {
        ShardRun.check(names, shard -> new RollupRebuild(shards.get(shard), () -> {}).check(TABLE, scope));
    }

    /** Compares without changing anything. */
    public ShardRun<Outcome> compare() {
        return ShardRun.over(names, shard -> new Outcome(List.of(), reports(shard)));
    }

    /**
     * Rebuilds buckets that differ, then compares. An interrupted run can be repeated: shards that are done have no
     * differences then.
     */
    public ShardRun<Outcome> rebuild() {
        // Partitions may have moved between shards, so rows of all partitions must have landed.
        try (var landing = new TopicInFlightBarrier(settings.kafka(), SinkTable.EVENTS)) {
            return ShardRun.over(names, shard -> {
                var made = new RollupRebuild(shards.get(shard), landing::await).rebuild(TABLE, scope);
                return new Outcome(
                        made.stream().map(each -> each.at(names.get(shard))).toList(), reports(shard));
            });
        }
    }

    private List<RollupReport> reports(int shard) {
        return new RollupComparison(shards.get(shard), RollupComparison.BETWEEN_LOOKS)
                .compare(TABLE, scope).stream()
                        .map(report -> report.at(names.get(shard)))
                        .toList();
    }

    @Override
    public void close() {
        shards.forEach(ClickHouseConnection::close);
    }
}
