package io.watchllm.sink.consume;

import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.core.LogCut;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.sink.observe.SinkMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigned partitions whose pipelines can't begin yet, because the start offset is not known or an operator has to
 * decide it. They stay paused and are retried periodically. Used by the loop's thread only.
 */
final class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Starts starts;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final SinkMetrics.TableMetrics metrics;
    private final Inserting settings;
    private final Set<TopicPartition> waiting = new HashSet<>();
    /** Why partitions must not begin. */
    private final Map<TopicPartition, Stopped> stopped = new LinkedHashMap<>();
    /** Logs that were found to be truncated. Never cleared: whoever moves the group ends this process first. */
    private final Map<TopicPartition, LogCut> cuts = new HashMap<>();
    /** Topic id of each partition whose log ends before what was read. The consumer is asked where it was truncated. */
    private final Map<TopicPartition, String> ended = new HashMap<>();

    private @Nullable CompletableFuture<Map<TopicPartition, Starts.Found>> asked;
    private long dueMillis;
    private String trouble = "";

    /** A partition that must not begin, and its committed offset; negative when there is none. */
    record Stopped(StartRules.Stop stop, long committed) {}

    Assignments(
            Starts starts,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            SinkMetrics.TableMetrics metrics,
            Inserting settings) {
        this.starts = starts;
        this.consumer = consumer;
        this.metrics = metrics;
        this.settings = settings;
    }

    void add(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            waiting.addAll(partitions);
            consumer.pause(partitions);
            // The start offset is never left to the consumer, which would skip lost records. While it is paused, a
            // partition fetches nothing, whatever its position.
            partitions.forEach(partition -> consumer.seek(partition, 0));
            // Ask at each assignment: a topic that was created again has another id, and the commit may be another.
            asked = null;
            dueMillis = 0;
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        waiting.removeAll(partitions);
        stopped.keySet().removeAll(partitions);
        ended.keySet().removeAll(partitions);
    }

    /** True when no partition is about to begin; stopped ones may remain. */
    boolean isEmpty() {
        return stopped.keySet().containsAll(waiting);
    }

    /** Records that the partition's log was truncated: it does not begin again in this process. */
    void cut(TopicPartition partition, LogCut cut) {
        cuts.put(partition, cut);
        ended.remove(partition);
        asked = null;
        dueMillis = 0;
    }

    /** Topic id of a partition whose log is only known to end before what was read; null for others. */
    @Nullable
    String ended(TopicPartition partition) {
        return ended.get(partition);
    }

    /** Begins the pipelines of waiting partitions that may begin; the others are retried later. */
    void open(PartitionPipelines pipelines, long now) {
        if (waiting.isEmpty() || now < dueMillis) {
            return;
        }
        try {
            var answer = asked;
            if (answer == null) {
                var all = Set.copyOf(waiting);
                answer = starts.find(new Starts.Question(all, consumer.committed(all, TIMEOUT), Map.copyOf(cuts)));
                asked = answer;
            }
            if (answer.isCompletedExceptionally()) {
                postpone(Starts.reason(answer.exceptionNow()), now);
            } else if (answer.isDone()) {
                asked = null;
                answer.resultNow().forEach((partition, found) -> take(pipelines, partition, found));
                trouble = "";
                dueMillis = now + settings.retryMillis(true);
            }
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException failure) {
            postpone("Kafka does not say what is committed: " + failure.getMessage(), now);
        }
    }

    private void take(PartitionPipelines pipelines, TopicPartition partition, Starts.Found found) {
        if (!waiting.contains(partition)) {
            return;
        }
        switch (found.start()) {
            case StartRules.Stop stop -> stop(partition, stop, found);
            case StartRules.Ended(var stop, var offset, var leaderEpoch) -> {
                stop(partition, stop, found);
                ended.put(partition, found.topicId());
                consumer.seek(partition, new OffsetAndMetadata(offset, Optional.of(leaderEpoch), ""));
            }
            case StartRules.Begin begin -> {
                waiting.remove(partition);
                stopped.remove(partition);
                pipelines.begin(partition, found, begin);
                metrics.lost(begin.lost());
                consumer.seek(
                        partition, new OffsetAndMetadata(begin.offset(), Optional.ofNullable(begin.leaderEpoch()), ""));
            }
        }
    }

    private void stop(TopicPartition partition, StartRules.Stop stop, Starts.Found found) {
        var before = stopped.put(partition, new Stopped(stop, found.committed()));
        if (before == null || !before.stop().equals(stop)) {
            log.error("partition stopped partition={} error={}", partition, stop.why());
        }
    }

    private void postpone(String why, long now) {
        log.warn("assigned partitions wait partitions={} error={}", waiting, why);
        trouble = why;
        asked = null;
        dueMillis = now + settings.retryMillis(false);
    }

    /** Why partitions must not begin, by partition. */
    Map<TopicPartition, Stopped> stopped() {
        return stopped;
    }

    /** Why assigned partitions wait; empty when none does, or nothing was asked yet. */
    String trouble() {
        return waiting.isEmpty() || trouble.isEmpty() ? "" : waiting.size() + " partitions wait: " + trouble;
    }
}
