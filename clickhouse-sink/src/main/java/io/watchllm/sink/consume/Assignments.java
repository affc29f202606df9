package io.watchllm.sink.consume;

import io.watchllm.sink.config.Inserting;
import io.watchllm.sink.core.LogCut;
import io.watchllm.sink.core.StartRules;
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
 * Partitions that were assigned and whose flows can't begin yet: where is not known, or an operator has to say so
 * first. They stay paused, and are looked at again and again. For the loop's thread.
 */
final class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Starts starts;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final PartitionStatuses board;
    private final SinkMetrics.TableMetrics metrics;
    private final Set<TopicPartition> waiting = new HashSet<>();
    /** Why partitions must not begin. */
    private final Map<TopicPartition, Stopped> stopped = new LinkedHashMap<>();
    /** Logs that were found to be cut. Stands: whoever moves the group ends this process first. */
    private final Map<TopicPartition, LogCut> cuts = new HashMap<>();
    /** Of logs that end before what was read: the id of the topic. The consumer is asked where they were cut. */
    private final Map<TopicPartition, String> ended = new HashMap<>();

    private @Nullable CompletableFuture<Map<TopicPartition, Starts.Found>> asked;
    private long dueMillis;
    private String trouble = "";

    /** A partition that must not begin, the committed offset (negative when there is none), and since when. */
    record Stopped(StartRules.Stop stop, long committed, long sinceMillis) {}

    /** How long to wait before looking again: where something gave no answer, and where an operator is needed. */
    record Waits(long failureMillis, long stoppedMillis) {
        static Waits of(Inserting settings) {
            return new Waits(
                    settings.backoffMax().toMillis(), settings.faultInterval().toMillis());
        }
    }

    Assignments(
            Starts starts,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            PartitionStatuses board,
            SinkMetrics.TableMetrics metrics) {
        this.starts = starts;
        this.consumer = consumer;
        this.board = board;
        this.metrics = metrics;
    }

    void add(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            waiting.addAll(partitions);
            consumer.pause(partitions);
            // Where reading begins is never left to the consumer, which would skip what is gone. While it is paused, a
            // partition fetches nothing, whatever its position.
            partitions.forEach(partition -> consumer.seek(partition, 0));
            // Asked at each assignment: a topic that was made anew has another id, and the commit may be another.
            asked = null;
            dueMillis = 0;
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        waiting.removeAll(partitions);
        stopped.keySet().removeAll(partitions);
        ended.keySet().removeAll(partitions);
    }

    /** True when none is about to begin; those that must not may be there. */
    boolean isEmpty() {
        return stopped.keySet().containsAll(waiting);
    }

    /** The log of this partition was found to be cut: it does not begin again in this process. */
    void cut(TopicPartition partition, LogCut cut) {
        cuts.put(partition, cut);
        ended.remove(partition);
        asked = null;
        dueMillis = 0;
    }

    /** Id of the topic of a partition whose log is only known to end before what was read; null for others. */
    @Nullable
    String ended(TopicPartition partition) {
        return ended.get(partition);
    }

    /** Begins the flows of what waits and may begin; the rest waits for so long before it is looked at again. */
    void open(PartitionPipelines flows, long now, Waits waits) {
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
                postpone(Starts.reason(answer.exceptionNow()), now + waits.failureMillis());
            } else if (answer.isDone()) {
                asked = null;
                answer.resultNow().forEach((partition, found) -> take(flows, partition, found, now));
                trouble = "";
                dueMillis = now + waits.stoppedMillis();
            }
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException failure) {
            postpone("Kafka does not say what is committed: " + failure.getMessage(), now + waits.failureMillis());
        }
    }

    private void take(PartitionPipelines flows, TopicPartition partition, Starts.Found found, long now) {
        if (!waiting.contains(partition)) {
            return;
        }
        switch (found.start()) {
            case StartRules.Stop stop -> stop(partition, stop, found, now);
            case StartRules.Ended(var stop, var offset, var leaderEpoch) -> {
                stop(partition, stop, found, now);
                ended.put(partition, found.topicId());
                consumer.seek(partition, new OffsetAndMetadata(offset, Optional.of(leaderEpoch), ""));
            }
            case StartRules.Begin begin -> {
                waiting.remove(partition);
                stopped.remove(partition);
                flows.begin(partition, found.topicId(), begin);
                metrics.lost(begin.lost());
                board.committed(partition, found.committed());
                consumer.seek(
                        partition, new OffsetAndMetadata(begin.offset(), Optional.ofNullable(begin.leaderEpoch()), ""));
            }
        }
    }

    private void stop(TopicPartition partition, StartRules.Stop stop, Starts.Found found, long now) {
        var before = stopped.get(partition);
        if (before == null || !before.stop().equals(stop)) {
            log.error("partition stopped partition={} error={}", partition, stop.why());
            stopped.put(partition, new Stopped(stop, found.committed(), now));
        }
    }

    private void postpone(String why, long due) {
        log.warn("assigned partitions wait partitions={} error={}", waiting, why);
        trouble = why;
        asked = null;
        dueMillis = due;
    }

    /** Why partitions must not begin, by partition. */
    Map<TopicPartition, Stopped> stopped() {
        return stopped;
    }

    /** Why assigned partitions wait; empty when none does, or nobody was asked yet. */
    String trouble() {
        return waiting.isEmpty() || trouble.isEmpty() ? "" : waiting.size() + " partitions wait: " + trouble;
    }
}
