package io.watchllm.sink.consume;

import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.core.LogCut;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.sink.observe.Backlog;
import io.watchllm.sink.observe.SinkMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends the pipelines of assigned partitions. A partition waits, paused, while its start offset is not known
 * or an operator has to decide it, and is retried periodically. A pipeline whose next records the log no longer has,
 * because of retention or a truncation, takes no more records; once its batches are safe it ends, and its partition is
 * handled as if it had just been assigned. Used by the loop's thread only.
 */
final class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Starts starts;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final SinkMetrics.TableMetrics metrics;
    private final Inserting settings;
    private final PartitionPipelines pipelines;
    private final Backlog backlog;
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
            Inserting settings,
            PartitionPipelines pipelines,
            Backlog backlog) {
        this.starts = starts;
        this.consumer = consumer;
        this.metrics = metrics;
        this.settings = settings;
        this.pipelines = pipelines;
        this.backlog = backlog;
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

    /** Handles that Kafka no longer has what the consumer asked for. */
    void lost(OffsetOutOfRangeException gone) {
        gone.offsetOutOfRangePartitions().forEach((partition, position) -> {
            // Without an epoch the consumer has nothing to validate, and does not throw again at each poll.
            consumer.seek(partition, new OffsetAndMetadata(position));
            var pipeline = pipelines.of(partition);
            var topicId =
                    pipeline == null ? ended.get(partition) : pipeline.offsets().topicId();
            if (topicId != null && gone instanceof LogTruncationException truncated) {
                var back = truncated.divergentOffsets().get(partition);
                cut(partition, new LogCut(topicId, position, back == null ? null : back.offset()));
            } else if (pipeline != null) {
                pipeline.end("offset " + position + " was to be read next, and is not in the log");
            }
        });
    }

    /** Records that the partition's log was truncated: it does not begin again in this process. */
    void cut(TopicPartition partition, LogCut cut) {
        cuts.put(partition, cut);
        ended.remove(partition);
        asked = null;
        dueMillis = 0;
        var pipeline = pipelines.of(partition);
        if (pipeline != null) {
            pipeline.end(cut.toString());
        }
    }

    /**
     * Looks for logs that begin after the next offset to read, or that differ from the log of an open range, and takes
     * back the partitions of ended pipelines.
     */
    void endPipelines() {
        for (var pipeline : List.copyOf(pipelines.all())) {
            var partition = pipeline.partition();
            var cut = pipeline.offsets().cut();
            if (cut != null && !pipeline.ending()) {
                cut(partition, cut);
            }
            var bounds = backlog.log(partition);
            var needs = pipeline.offsets().needs();
            if (bounds != null && needs < bounds.start()) {
                pipeline.end(
                        "offset " + needs + " was to be read next, and the log begins at offset " + bounds.start());
            }
            if (pipeline.ending() && pipeline.offsets().quiet()) {
                pipelines.remove(Set.of(partition));
                add(Set.of(partition));
            }
        }
    }

    /** Begins the pipelines of waiting partitions that may begin; the others are retried later. */
    void open(long now) {
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
                answer.resultNow().forEach((partition, found) -> take(partition, found));
                trouble = "";
                dueMillis = now + settings.retryMillis(true);
            }
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException failure) {
            postpone("Kafka does not say what is committed: " + failure.getMessage(), now);
        }
    }

    private void take(TopicPartition partition, Starts.Found found) {
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
