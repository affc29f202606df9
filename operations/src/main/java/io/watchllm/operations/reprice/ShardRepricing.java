package io.watchllm.operations.reprice;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.reprice.RepriceReport.Ended;
import io.watchllm.operations.reprice.core.Correction;
import io.watchllm.operations.reprice.core.RepriceTotals;
import io.watchllm.operations.reprice.core.StoredCall;
import io.watchllm.pricing.Pricer;
import io.watchllm.pricing.Repricer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the prices of a project's stored calls in one shard and corrects its tables and rollups. For one thread.
 */
final class ShardRepricing implements AutoCloseable {
    private final Run run;
    private final Repricing.Scope scope;
    private final String name;
    private final ClickHouseServer server;
    private final CallReader calls;
    private final RollupProof proof;
    private final BlockLedger ledger;
    private final EventsMutation mutation;
    private final RepriceTotals totals = new RepriceTotals();
    private long written;

    /**
     * Common parts of all shards' runs.
     *
     * @param scope scope of repricing
     * @param repriceId id of the run in every ledger
     * @param pricer the prices that the stream applies now
     * @param progress called for each step
     */
    record Run(Repricing.Scope scope, String repriceId, Pricer pricer, Consumer<String> progress) {}

    /**
     * @param name name of the shard in reports; empty when there is only one
     * @param settings how to reach it
     * @throws OperationException when ClickHouse does not answer, or a repeated block would not be deduplicated
     */
    ShardRepricing(Run run, String name, ClickHouseSettings settings, Inserting inserting) {
        this.run = run;
        this.scope = run.scope();
        this.name = name;
        server = ShardConnections.open(settings, inserting);
        var sql = server.sql()
                .failingAs(failure -> new OperationException(
                        failure.getMessage() + ". Run the command again: what it has begun is ended first", failure));
        calls = new CallReader(server, scope.project());
        proof = new RollupProof(sql, scope.project());
        requireOneServer(sql);
        ledger = CorrectionLedger.ledger(
                server, inserting, scope.project(), new BlockLedger.Run(run.repriceId(), Clock.systemUTC()));
        mutation = new EventsMutation(sql, ledger, scope.project());
    }

    /** The work table of a mutation exists on one server only, and another replica would not find it. */
    private static void requireOneServer(ClickHouseConnection sql) {
        var place = " WHERE database = " + SqlLiteral.of(sql.database());
        var engine = sql.query("SELECT engine FROM system.tables" + place + " AND name = 'events'");
        var found = engine.isEmpty() ? "missing" : engine.getFirst().text("engine");
        if (found.equals("ReplicatedMergeTree")) {
            var replicas = sql.first("SELECT any(total_replicas) AS replicas FROM system.replicas" + place
                            + " AND table = 'events'")
                    .number("replicas");
            found = replicas == 1 ? "MergeTree" : "on " + replicas + " replicas";
        }
        if (!found.equals("MergeTree")) {
            throw new OperationException("the table events is " + found + "; repricing needs a MergeTree on one server"
                    + (engine.isEmpty() ? ". Run: watchllm schema create" : ""));
        }
    }

    /**
     * Reprices the calls.
     *
     * @throws OperationException when it can't continue; what was written by then is complete or is completed by the
     *     next run
     */
    RepriceReport.Shard run() {
        var last = ledger.last();
        var ended = last == null ? null : end(last);
        var sequence = last == null ? 0 : last.sequence();
        var stored = calls.stored(new CallReader.Span(scope.from(), scope.to()));
        if (stored != null) {
            for (var month : months(stored)) {
                sequence = reprice(month, sequence);
            }
        }
        var first = stored == null ? scope.from() : stored.from();
        var latest = stored == null ? scope.from() : stored.to().minusMillis(1);
        var found = ended != null && !ended.done() ? proof.once(first, latest) : proof.look(first, latest);
        return new RepriceReport.Shard(name, totals, written, ended, found);
    }

    /** Completes what an earlier run began. */
    private @Nullable Ended end(BlockLedger.Block block) {
        if (mutation.open(block) == 0) {
            return null;
        }
        if (scope.dryRun()) {
            return new Ended(block.sequence(), false, false);
        }
        var sent = ledger.resend(block);
        mutation.apply(block);
        tell("ended correction %d of %,d calls, which an earlier run had left open"
                .formatted(block.sequence(), block.rows()));
        return new Ended(block.sequence(), true, !sent);
    }

    /** Reprices one month, since a block and its mutation cover a single one; returns the number of the last block. */
    private long reprice(CallReader.Span month, long lastSequence) {
        var repricer = new Repricer(run.pricer());
        var waiting = new ArrayList<Correction>();
        var sequence = lastSequence;
        StoredCall.@Nullable Key after = null;
        boolean more;
        do {
            var page = calls.page(month, after, scope.batchRows());
            more = page.size() >= scope.batchRows();
            waiting.addAll(Correction.among(page, repricer, totals));
            if (scope.dryRun()) {
                waiting.clear();
            } else if (!waiting.isEmpty() && (!more || waiting.size() >= scope.batchRows())) {
                sequence++;
                write(sequence, waiting);
                waiting.clear();
            }
            after = page.isEmpty() ? after : page.getLast().key();
        } while (more);
        return sequence;
    }

    private void write(long sequence, List<Correction> corrections) {
        var block = ledger.append(
                sequence,
                before -> CorrectionLedger.rows(
                        new CorrectionLedger.Head(scope.project(), sequence, run.repriceId(), before), corrections));
        mutation.apply(block);
        written++;
        tell("correction %d: %,d calls written and applied".formatted(sequence, block.rows()));
    }

    private void tell(String step) {
        run.progress().accept(name.isEmpty() ? step : name + ": " + step);
    }

    private static List<CallReader.Span> months(CallReader.Span span) {
        var months = new ArrayList<CallReader.Span>();
        var from = span.from();
        while (from.isBefore(span.to())) {
            var next = from.atZone(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .withDayOfMonth(1)
                    .plusMonths(1)
                    .toInstant();
            months.add(new CallReader.Span(from, next.isBefore(span.to()) ? next : span.to()));
            from = next;
        }
        return months;
    }

    @Override
    public void close() {
        server.close();
    }
}
