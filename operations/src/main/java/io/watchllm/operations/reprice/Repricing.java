package io.watchllm.operations.reprice;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.shards.ShardRun;
import io.watchllm.pricing.Pricer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Recomputes the prices of a project's stored calls and corrects tables and rollups, one shard after the other: each
 * has its own ledger, which corrects its own rollups. For one thread.
 */
public final class Repricing implements AutoCloseable {
    private final Scope scope;
    private final String repriceId = UUID.randomUUID().toString();
    private final List<String> names;
    private final List<ShardRepricing> shards = new ArrayList<>();

    /**
     * Scope of repricing.
     *
     * @param project the project
     * @param from calls that happened then or later
     * @param to calls that happened before
     * @param batchRows most rows that are read at once; at most twice as many corrections are applied at once
     * @param dryRun whether nothing is changed
     */
    public record Scope(String project, Instant from, Instant to, int batchRows, boolean dryRun) {}

    /**
     * @param settings how to reach ClickHouse
     * @param pricer the prices that the stream applies now
     * @param progress called for each step
     * @throws OperationException when ClickHouse does not answer, or a repeated block would not be deduplicated
     * @throws io.watchllm.operations.shards.ShardFailure when that happens in one of several shards
     */
    public Repricing(Scope scope, SinkSettings settings, Pricer pricer, Consumer<String> progress) {
        this.scope = scope;
        names = settings.cluster().writerNames(settings.clickHouse());
        var run = new ShardRepricing.Run(scope, repriceId, pricer, progress);
        try {
            ShardRun.check(
                    names,
                    shard -> shards.add(new ShardRepricing(
                            run, names.get(shard), settings.shards().get(shard), settings.inserting())));
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    /**
     * Reprices the calls.
     *
     * @return with the results of the shards before one that failed, if there are several
     * @throws OperationException when it can't continue; what was written by then is complete or is completed by the
     *     next run
     */
    public RepriceReport run() {
        var run = ShardRun.over(names, shard -> shards.get(shard).run());
        return new RepriceReport(scope, repriceId, run.results(), run.failure());
    }

    @Override
    public void close() {
        shards.forEach(ShardRepricing::close);
    }
}
