package io.watchllm.sink.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that were assigned and whose flows can't begin yet, because Kafka has not said where. They stay paused,
 * and Kafka is asked again until it answers. For the loop's thread.
 */
final class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final TopicIds topicIds;
    private final StatusBoard board;
    private final Set<TopicPartition> waiting = new HashSet<>();
    private @Nullable CompletableFuture<String> topicId;
    private long dueMillis;
    private String trouble = "";

    Assignments(
            String topic,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            TopicIds topicIds,
            StatusBoard board) {
        this.topic = topic;
        this.consumer = consumer;
        this.topicIds = topicIds;
        this.board = board;
    }

    void add(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            waiting.addAll(partitions);
            consumer.pause(partitions);
            // Asked at each assignment: a topic that was made anew has another id.
            topicId = null;
            dueMillis = 0;
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        waiting.removeAll(partitions);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Begins the flows of what waits, if Kafka says where; else they wait for so long before it is asked again. */
    void open(Flows flows, long now, long waitMillis) {
        if (waiting.isEmpty() || now < dueMillis) {
            return;
        }
        var asked = topicId == null ? topicIds.idOf(topic) : topicId;
        topicId = asked;
        if (!asked.isDone()) {
            return;
        }
        try {
            var id = asked.resultNow();
            var committed = consumer.committed(Set.copyOf(waiting), TIMEOUT);
            waiting.forEach(partition -> {
                var commit = committed.get(partition);
                flows.assign(partition, id, commit);
                board.committed(partition, commit == null ? -1 : commit.offset());
            });
            waiting.clear();
            trouble = "";
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (IllegalStateException unknown) {
            postpone("the id of topic " + topic + " is not to be had: " + reason(asked), now + waitMillis);
        } catch (KafkaException failure) {
            postpone("Kafka does not say what is committed: " + failure.getMessage(), now + waitMillis);
        }
    }

    private static String reason(CompletableFuture<String> failed) {
        return failed.isCompletedExceptionally()
                ? String.valueOf(failed.exceptionNow().getMessage())
                : "cancelled";
    }

    private void postpone(String why, long due) {
        log.warn("assigned partitions wait partitions={} error={}", waiting, why);
        trouble = why;
        topicId = null;
        dueMillis = due;
    }

    /** Why assigned partitions wait; empty when none does, or Kafka was not asked yet. */
    String trouble() {
        return waiting.isEmpty() || trouble.isEmpty() ? "" : waiting.size() + " partitions wait: " + trouble;
    }
}
