package io.watchllm.sink.consume;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.Advice;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.OutcomeRules;
import io.watchllm.sink.core.Attempt;
import io.watchllm.sink.observe.FreshnessProbe;
import io.watchllm.sink.observe.LandedRowCheck;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.table.BatchPayload;
import io.watchllm.sink.table.ShardWriters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final LandedRowCheck landedRows;
    private final FreshnessProbe freshness;
    // Bounded by the number of assigned partitions: a partition writer sends one batch at a time.
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final Map<UnderWay, Thread> underWay = new HashMap<>();
    private volatile ShardWriters writers;
    private @Nullable Completion first;

    /** One attempt of a pipeline, compared by identity. */
    private static final class UnderWay {
        private final PartitionPipeline pipeline;
        private final Attempt<BatchPayload> attempt;
        private final long endMillis;

        UnderWay(PartitionPipeline pipeline, Attempt<BatchPayload> attempt, long endMillis) {
            this.pipeline = pipeline;
            this.attempt = attempt;
            this.endMillis = endMillis;
        }

        int partition() {
            return pipeline.partition().partition();
        }
    }

    private record Completion(UnderWay of, Outcome outcome, Duration took) {}

    Attempts(
            ShardWriters writers,
            SinkSettings settings,
            SinkMetrics.TableMetrics metrics,
            LandedRowCheck landedRows,
            FreshnessProbe freshness) {
        this.landedRows = landedRows;
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
    BlockCountSnapshot latestCounts(int partition) {
        return writers.latestCounts(partition);
    }

    /** Sends due batches, the longest overdue first, up to the limit of concurrent inserts. */
    void send(PartitionPipelines pipelines, long now) {
        pipelines.stream()
                .filter(pipeline -> pipeline.writer().dueMillis() <= now)
                .sorted(Comparator.comparingLong(pipeline -> pipeline.writer().dueMillis()))
                .limit(Math.max(0, insertsMax - underWay.size()))
                .forEach(pipeline -> send(pipeline, now));
    }

    private void send(PartitionPipeline pipeline, long now) {
        var attempt = pipeline.writer().send(now);
        if (attempt == null) {
            return;
        }
        if (attempt.repeated()) {
            metrics.resent(attempt.batch().reason());
        }
        // A range that may have landed is counted before and after the insert, each of which may take as long again.
        var most = attempt.uncertain() == null ? timeout : timeout.multipliedBy(3);
        var sent = new UnderWay(pipeline, attempt, now + most.plus(GRACE).toMillis());
        underWay.put(
                sent, Thread.ofVirtual().name("insert " + pipeline.partition()).start(() -> make(sent)));
    }

    private void make(UnderWay sent) {
        var start = System.nanoTime();
        var outcome = outcomeOf(sent);
        completions.add(new Completion(sent, outcome, Duration.ofNanos(System.nanoTime() - start)));
        if (outcome instanceof Outcome.Acked && writers.atHome(sent.partition(), sent.attempt.shard())) {
            freshness.acked(sent.partition(), sent.attempt.batch().intent());
        }
    }

    private Outcome outcomeOf(UnderWay sent) {
        try {
            var partition = sent.partition();
            var writer = writers.writer(partition, sent.attempt.shard());
            if (writer == null) {
                return strayed(sent.attempt);
            }
            var topicId = sent.pipeline.offsets().topicId();
            var token = sent.attempt.batch().intent().token(tokenNamespace, topicId, partition);
            return writer.write(partition, token, sent.attempt);
        } catch (Throwable failure) {
            // A partition writer waits for its outcome indefinitely: every failure, even an Error, must become one.
            return new Outcome.InDoubt(OutcomeRules.NO_CODE, "the attempt broke: " + failure);
        }
    }

    private Outcome strayed(Attempt<BatchPayload> attempt) {
        var range = attempt.batch().intent();
        return new Outcome.Unclear("offsets " + range.from() + " to " + range.to() + " may have landed in shard "
                + attempt.shard() + ", and WATCHLLM_CLICKHOUSE_SHARDS (or _URL) has only " + writers.names()
                + ". Name that shard among the others until the range has landed; if it is gone for good, "
                + Advice.MOVE_GROUP);
    }

    /** Abandons attempts that have taken too long; their late outcomes are ignored. */
    private void endOverdue(long now) {
        underWay.forEach((sent, thread) -> {
            if (sent.endMillis <= now) {
                sent.pipeline.abandoned();
                var why = "the attempt had not ended after WATCHLLM_SINK_INSERT_TIMEOUT";
                completions.add(new Completion(sent, new Outcome.InDoubt(OutcomeRules.NO_CODE, why), timeout));
                // Closes the connection that the attempt waits for.
                thread.interrupt();
            }
        });
    }

    /** Waits for an outcome, at most for the given time. */
    void awaitOne(Duration most) throws InterruptedException {
        if (first == null) {
            first = completions.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Processes all available outcomes; returns the pipelines whose records must be read again. */
    List<PartitionPipeline> react(PartitionPipelines pipelines, long now) {
        List<PartitionPipeline> again = new ArrayList<>();
        endOverdue(now);
        for (var next = first != null ? first : completions.poll(); next != null; next = completions.poll()) {
            first = null;
            if (underWay.remove(next.of()) == null) {
                metrics.lateCompletion();
                continue;
            }
            metrics.attempted(next.outcome(), next.took());
            // The partition's current owner learns of the open range from the commit.
            if (!pipelines.current(next.of().pipeline)) {
                metrics.lateCompletion();
            } else if (react(next, now)) {
                again.add(next.of().pipeline);
            }
        }
        return again;
    }

    private boolean react(Completion done, long now) {
        var sent = done.of();
        var outcome = done.outcome();
        var range = sent.attempt.batch().intent();
        if (outcome.failed()) {
            metrics.failed(outcome);
            log.warn(
                    "insert failed partition={} from={} to={} outcome={} code={} error={}",
                    sent.pipeline.partition(),
                    range.from(),
                    range.to(),
                    outcome.word(),
                    outcome.code(),
                    outcome.message());
        } else if (writers.atHome(sent.partition(), sent.attempt.shard())) {
            landedRows.landed(sent.partition(), range);
        }
        return sent.pipeline.complete(sent.attempt, outcome, now);
    }
}
