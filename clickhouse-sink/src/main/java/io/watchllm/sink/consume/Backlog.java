package io.watchllm.sink.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the assigned partitions and has not landed. A paused partition fetches nothing, so its end is asked for;
 * the answer is picked up by a later turn of the loop, which never waits. For the loop's thread.
 */
final class Backlog {
    private static final long ASK_EVERY_MILLIS = 1_000;

    private final PartitionEnds source;
    /** Of each partition, the first offset of each poll and that record's time. */
    private final Map<TopicPartition, TreeMap<Long, Long>> taken = new HashMap<>();

    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> asked;
    private long askedAt;
    private String trouble = "";

    Backlog(PartitionEnds source) {
        this.source = source;
    }

    /** Records were polled, the first of which has this offset and this time. */
    void polled(TopicPartition partition, long offset, long timestamp) {
        taken.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, timestamp);
    }

    /** Takes in an answer, and asks anew once it is time; forgets what is not assigned. */
    void refresh(Collection<TopicPartition> assigned, long now) {
        taken.keySet().retainAll(assigned);
        ends.keySet().retainAll(assigned);
        var answer = asked;
        if (answer != null && answer.isDone()) {
            asked = null;
            if (answer.isCompletedExceptionally()) {
                trouble = "Kafka does not answer: " + answer.exceptionNow().getMessage();
            } else {
                trouble = "";
                ends.putAll(answer.resultNow());
            }
        }
        if (asked == null && !assigned.isEmpty() && now - askedAt >= ASK_EVERY_MILLIS) {
            askedAt = now;
            asked = source.ask(assigned).toCompletableFuture();
        }
    }

    /** What keeps Kafka from answering; empty when nothing does. */
    String trouble() {
        return trouble;
    }

    /** Records from this offset on; never below what the consumer says that it has not read. */
    long records(TopicPartition partition, long firstUnlanded, long unread) {
        var end = ends.get(partition);
        return end == null || firstUnlanded < 0 ? unread : Math.max(unread, end - firstUnlanded);
    }

    /** Everything below this offset has landed: polls before it tell nothing any more. */
    void passed(TopicPartition partition, long offset) {
        var polls = taken.get(partition);
        var last = polls == null ? null : polls.floorKey(offset);
        if (polls != null && last != null) {
            polls.headMap(last, false).clear();
        }
    }

    /** Polls that are remembered of a partition. */
    int polls(TopicPartition partition) {
        var polls = taken.get(partition);
        return polls == null ? 0 : polls.size();
    }

    /** How long the record at this offset has been in its topic; zero when it was not read yet. */
    Duration time(TopicPartition partition, long firstUnlanded, long now) {
        passed(partition, firstUnlanded);
        var polls = taken.get(partition);
        var oldest = polls == null ? null : polls.floorEntry(firstUnlanded);
        if (oldest == null) {
            return Duration.ZERO;
        }
        return Duration.ofMillis(Math.max(0, now - oldest.getValue()));
    }
}
