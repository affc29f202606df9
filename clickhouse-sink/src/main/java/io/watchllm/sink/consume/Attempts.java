package io.watchllm.sink.consume;

import io.watchllm.sink.core.Batch;
import io.watchllm.sink.core.Doubt;
import io.watchllm.sink.core.Mark;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import io.watchllm.sink.core.RangeToken;
import io.watchllm.sink.core.Reaction;
import io.watchllm.sink.write.BatchWriter;
import io.watchllm.sink.write.Load;
import io.watchllm.sink.write.Shipment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches on threads of their own, one at a time for each partition, and brings what came of them back to the
 * loop's thread.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private volatile BatchWriter writer;
    private final String tokenNamespace;
    private final SinkMetrics.TableMetrics metrics;
    private final LandedAudit audit;
    // Bounded by what is assigned: a lane sends one batch at a time.
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private @Nullable Completion first;

    private record Completion(
            TopicPartition partition, PartitionFlow flow, Batch<Load> batch, Outcome outcome, Duration took) {}

    Attempts(BatchWriter writer, String tokenNamespace, SinkMetrics.TableMetrics metrics, LandedAudit audit) {
        this.audit = audit;
        this.writer = writer;
        this.tokenNamespace = tokenNamespace;
        this.metrics = metrics;
    }

    /** Further attempts go through this. */
    void writeWith(BatchWriter other) {
        writer = other;
    }

    /** How far the tables were a moment ago; never waits. */
    Mark latestMark() {
        return writer.latestMark();
    }

    /** Sends every batch that is due. */
    void send(Flows flows, long now) {
        flows.all().forEach((partition, flow) -> {
            var batch = flow.lane().send(now);
            if (batch != null) {
                if (flow.lane().repeats()) {
                    metrics.resent(batch.reason());
                }
                var doubt = flow.lane().doubt();
                Thread.ofVirtual().name("insert " + partition).start(() -> attempt(partition, flow, batch, doubt));
            }
        });
    }

    private void attempt(TopicPartition partition, PartitionFlow flow, Batch<Load> batch, @Nullable Doubt doubt) {
        var start = System.nanoTime();
        var outcome = outcomeOf(flow, batch, doubt);
        completions.add(new Completion(partition, flow, batch, outcome, Duration.ofNanos(System.nanoTime() - start)));
    }

    private Outcome outcomeOf(PartitionFlow flow, Batch<Load> batch, @Nullable Doubt doubt) {
        try {
            var token = new RangeToken(tokenNamespace, flow.topicId(), flow.partition(), batch.intent()).text();
            return writer.write(new Shipment(flow.partition(), batch.intent(), token, batch.load(), doubt));
        } catch (Throwable failure) {
            // A lane waits for an outcome for ever: whatever went wrong, even an error, must become one.
            return new Outcome.InDoubt(OutcomeRules.NO_CODE, "the attempt broke: " + failure);
        }
    }

    /** Waits for an outcome, or for so long. */
    void awaitOne(Duration most) throws InterruptedException {
        if (first == null) {
            first = completions.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Takes in all outcomes there are; gives the partitions that are to be read again, and from where. */
    Map<TopicPartition, Long> react(Flows flows, long now, long faultDueMillis) {
        Map<TopicPartition, Long> seeks = new HashMap<>();
        for (var next = first != null ? first : completions.poll(); next != null; next = completions.poll()) {
            first = null;
            metrics.attempted(next.outcome(), next.took());
            // Whoever owns the partition now knows of the open range from the commit.
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
            case Reaction.Landed<Load>(var batch) -> {
                flow.landed(batch);
                audit.landed(flow.partition(), batch.intent());
                yield false;
            }
            case Reaction.Again<Load>(var batch, var delayMillis) -> false;
            case Reaction.Halt<Load>(var trouble) -> {
                flow.halted(trouble, faultDueMillis);
                yield false;
            }
            case Reaction.Narrow<Load> narrow -> {
                flow.narrow(narrow);
                yield true;
            }
            case Reaction.Poison<Load> poison -> {
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
