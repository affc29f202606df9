package io.watchllm.operations.reprice;

import io.watchllm.operations.shards.ShardRun;
import io.watchllm.processor.core.price.Pricer;
import io.watchllm.sink.config.SinkSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Prices the stored calls of a project again, and brings tables and rollups in line, one shard after the other: each
 * has a ledger of its own, which moves its own rollups. For one thread.
 */
public final class Repricing implements AutoCloseable {
    private final Scope scope;
    private final String repriceId = UUID.randomUUID().toString();
    private final List<String> names;
    private final List<ShardRepricing> shards = new ArrayList<>();

    /**
     * What is to be repriced.
     *
     * @param project the project
     * @param from calls that happened then or later
     * @param to calls that happened before
     * @param batchRows most rows that are read in one go; twice as many corrections at most are applied in one go
     * @param dryRun whether nothing is to be changed
     */
    public record Scope(String project, Instant from, Instant to, int batchRows, boolean dryRun) {}

    /**
     * @param settings how to reach ClickHouse
     * @param pricer prices as the stream does now
     * @param progress told of each step
     * @throws RepriceException when ClickHouse does not answer, or a repeat would not be harmless
     * @throws io.watchllm.operations.shards.ShardFailure when that is so of one of several shards
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
     * Reprices.
     *
     * @return with what came of the shards before one that failed, where there are several
     * @throws RepriceException when it can't go on; what was written by then is whole or is ended by the next run
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
