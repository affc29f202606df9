package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.core.Advice;
import io.watchllm.sink.core.Batch;
import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import io.watchllm.sink.core.RangeToken;
import io.watchllm.sink.core.Reaction;
import io.watchllm.sink.core.UncertainInsert;
import io.watchllm.sink.write.BatchPayload;
import io.watchllm.sink.write.ShardWriters;
import io.watchllm.sink.write.Shipment;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches on virtual threads, one at a time for each partition, and returns their outcomes to the loop's thread.
 * An attempt that exceeds its time is uncertain, whatever it waits for.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    /** Time that an attempt gets beyond the insert timeout, so that the client's own timeout fires first. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String tokenNamespace;
    private final Duration timeout;
    private final int insertsMax;
    private final SinkMetrics.TableMetrics metrics;
    private final LandedRowCheck audit;
    private final FreshnessProbe freshness;
    // Bounded by the number of assigned partitions: a partition writer sends one batch at a time.
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final Map<Attempt, Thread> underWay = new HashMap<>();
    private volatile ShardWriters writers;
    private @Nullable Completion first;

    /** One attempt, compared by identity. */
    private static final class Attempt {
        private final TopicPartition partition;
        private final PartitionPipeline flow;
        private final Batch<BatchPayload> batch;
        private final @Nullable UncertainInsert doubt;
        private final String shard;
        private final long endMillis;

        Attempt(TopicPartition partition, PartitionPipeline flow, Batch<BatchPayload> batch, long endMillis) {
            this.partition = partition;
            this.flow = flow;
            this.batch = batch;
            this.doubt = flow.lane().doubt();
            this.shard = flow.lane().shard();
            this.endMillis = endMillis;
        }
    }

    private record Completion(Attempt attempt, Outcome outcome, Duration took) {
        TopicPartition partition() {
            return attempt.partition;
        }

        PartitionPipeline flow() {
            return attempt.flow;
        }

        Batch<BatchPayload> batch() {
            return attempt.batch;
        }
    }

    Attempts(
            ShardWriters writers,
            SinkSettings settings,
            SinkMetrics.TableMetrics metrics,
            LandedRowCheck audit,
            FreshnessProbe freshness) {
        this.audit = audit;
        this.writers = writers;
        this.tokenNamespace = settings.delivery().tokenNamespace();
        this.timeout = settings.inserting().timeout();
        this.insertsMax = settings.inserting().inserts();
        this.metrics = metrics;
        this.freshness = freshness;
    }

    /** Uses these writers for further attempts. */
    void writeWith(ShardWriters others) {
        writers = others;
    }

    /** The latest block counts of the tables that store new rows of the partition; never waits. */
    BlockCountSnapshot latestMark(int partition) {
        return writers.latestMark(partition);
    }

    /** Sends due batches, the longest overdue first, up to the limit of concurrent inserts. */
    void send(PartitionPipelines flows, long now) {
        flows.all().entrySet().stream()
                .filter(entry -> entry.getValue().lane().dueMillis() <= now)
                .sorted(Comparator.comparingLong(
                        entry -> entry.getValue().lane().dueMillis()))
                .limit(Math.max(0, insertsMax - underWay.size()))
                .forEach(entry -> send(entry.getKey(), entry.getValue(), now));
    }

    private void send(TopicPartition partition, PartitionPipeline flow, long now) {
        var batch = flow.lane().send(now);
        if (batch == null) {
            return;
        }
        if (flow.lane().repeats()) {
            metrics.resent(batch.reason());
        }
        // A range that may have landed is counted before and after the insert, each of which may take as long again.
        var most = flow.lane().doubt() == null ? timeout : timeout.multipliedBy(3);
        var attempt = new Attempt(partition, flow, batch, now + most.plus(GRACE).toMillis());
        underWay.put(attempt, Thread.ofVirtual().name("insert " + partition).start(() -> make(attempt)));
    }

    private void make(Attempt attempt) {
        var start = System.nanoTime();
        var outcome = outcomeOf(attempt);
        completions.add(new Completion(attempt, outcome, Duration.ofNanos(System.nanoTime() - start)));
        if (outcome instanceof Outcome.Acked && writers.atHome(attempt.partition.partition(), attempt.shard)) {
            freshness.acked(attempt.partition.partition(), attempt.batch.intent());
        }
    }

    private Outcome outcomeOf(Attempt attempt) {
        try {
            var flow = attempt.flow;
            var range = attempt.batch.intent();
            var writer = writers.writer(flow.partition(), attempt.shard);
            if (writer == null) {
                return strayed(range, attempt.shard);
            }
            var token = new RangeToken(tokenNamespace, flow.topicId(), flow.partition(), range).text();
            return writer.write(new Shipment(flow.partition(), range, token, attempt.batch.load(), attempt.doubt));
        } catch (Throwable failure) {
            // A partition writer waits for its outcome indefinitely: every failure, even an Error, must become one.
            return new Outcome.InDoubt(OutcomeRules.NO_CODE, "the attempt broke: " + failure);
        }
    }

    private Outcome strayed(Intent range, String shard) {
        return new Outcome.Unclear("offsets " + range.from() + " to " + range.to()
                + " may have landed in shard " + shard + ", and WATCHLLM_CLICKHOUSE_SHARDS (or _URL) has only "
                + writers.names() + ". Name that shard among the others until the range has landed; if it is gone for"
                + " good, " + Advice.MOVE_GROUP);
    }

    /** Abandons attempts that have taken too long; their late outcomes are ignored. */
    private void endOverdue(long now) {
        var overdue = underWay.keySet().stream()
                .filter(attempt -> attempt.endMillis <= now)
                .toList();
        for (var attempt : overdue) {
            attempt.flow.abandoned();
            completions.add(new Completion(
                    attempt,
                    new Outcome.InDoubt(
                            OutcomeRules.NO_CODE, "the attempt had not ended after WATCHLLM_SINK_INSERT_TIMEOUT"),
                    timeout));
            // Closes the connection that the attempt waits for.
            Objects.requireNonNull(underWay.get(attempt)).interrupt();
        }
    }

    /** Waits for an outcome, at most for the given time. */
    void awaitOne(Duration most) throws InterruptedException {
        if (first == null) {
            first = completions.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Processes all available outcomes; returns the partitions to read again, and from which offset. */
    Map<TopicPartition, Long> react(PartitionPipelines flows, long now, long faultDueMillis) {
        Map<TopicPartition, Long> seeks = new HashMap<>();
        endOverdue(now);
        for (var next = first != null ? first : completions.poll(); next != null; next = completions.poll()) {
            first = null;
            if (underWay.remove(next.attempt()) == null) {
                metrics.lateCompletion();
                continue;
            }
            metrics.attempted(next.outcome(), next.took());
            // The partition's current owner learns of the open range from the commit.
            if (!flows.current(next.partition(), next.flow())) {
                metrics.lateCompletion();
                continue;
            }
            if (react(next, now, faultDueMillis)) {
                seeks.put(next.partition(), next.flow().position());
            }
        }
        return seeks;
    }

    private boolean react(Completion done, long now, long faultDueMillis) {
        var flow = done.flow();
        countFailure(done);
        return switch (flow.lane().complete(done.outcome(), now)) {
            case Reaction.Landed<BatchPayload>(var batch) -> {
                flow.landed(batch);
                if (writers.atHome(flow.partition(), done.attempt().shard)) {
                    audit.landed(flow.partition(), batch.intent());
                }
                yield false;
            }
            case Reaction.Again<BatchPayload>(var batch, var delayMillis) -> false;
            case Reaction.Halt<BatchPayload>(var trouble) -> {
                flow.halted(trouble, faultDueMillis);
                yield false;
            }
            case Reaction.Narrow<BatchPayload> narrow -> {
                flow.narrow(narrow);
                yield true;
            }
            case Reaction.Poison<BatchPayload> poison -> {
                flow.poisoned(poison, now, faultDueMillis);
                yield false;
            }
        };
    }

    private void countFailure(Completion done) {
        switch (done.outcome()) {
            case Outcome.Acked acked ->
                log.debug(
                        "batch inserted partition={} from={} to={} rows={}",
                        done.partition(),
                        done.batch().intent().from(),
                        done.batch().intent().to(),
                        done.batch().intent().rows());
            case Outcome.NotNow(var code, var message) -> failed(done, code, message);
            case Outcome.InDoubt(var code, var message, var viewFailed) -> failed(done, code, message);
            case Outcome.FoundLanded found -> {}
            case Outcome.AckedWithoutRows(var message) -> failed(done, OutcomeRules.NO_CODE, message);
            case Outcome.Unclear(var message) -> failed(done, OutcomeRules.NO_CODE, message);
            case Outcome.BadConfig(var code, var message) -> failed(done, code, message);
            case Outcome.BadData(var code, var message, var landed) -> failed(done, code, message);
        }
    }

    private void failed(Completion done, int code, String message) {
        metrics.retried(done.outcome(), code);
        log.warn(
                "insert failed partition={} from={} to={} outcome={} code={} error={}",
                done.partition(),
                done.batch().intent().from(),
                done.batch().intent().to(),
                done.outcome().getClass().getSimpleName(),
                code,
                message);
    }
}
