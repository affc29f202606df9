package io.watchllm.sink.observe;

import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.sink.core.RetentionForecast;
import io.watchllm.sink.core.StableOffsetWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records of the assigned partitions that have not landed. A paused partition fetches nothing, so the log end is asked
 * for; a later turn of the loop, which never waits, picks up the answer. Used by the loop's thread only.
 */
public final class Backlog {
    private static final long ASK_EVERY_MILLIS = 1_000;
    /** Each answer costs the broker four requests a table, and an idle table has no news. */
    private static final long ASK_AT_REST_EVERY_MILLIS = 10_000;

    private final LogReader source;
    /** For each partition, the first offset of each poll and that record's timestamp. */
    private final Map<TopicPartition, TreeMap<Long, Long>> taken = new HashMap<>();

    private final Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    private final Map<TopicPartition, StableOffsetWatch> watches = new HashMap<>();
    private @Nullable CompletableFuture<Map<TopicPartition, LogBounds>> asked;
    private long askedAt;
    private String trouble = "";

    public Backlog(LogReader source) {
        this.source = source;
    }

    /** Notes that records were polled, of which the first has this offset and timestamp. */
    public void polled(TopicPartition partition, long offset, long timestamp) {
        taken.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, timestamp);
    }

    /**
     * Picks up an answer, asks again once it is due, and forgets partitions that are no longer assigned.
     *
     * @param atRest whether all that was read has landed
     */
    public void refresh(Collection<TopicPartition> assigned, boolean atRest, long now) {
        taken.keySet().retainAll(assigned);
        bounds.keySet().retainAll(assigned);
        watches.keySet().retainAll(assigned);
        var answer = asked;
        if (answer != null && answer.isDone()) {
            asked = null;
            if (answer.isCompletedExceptionally()) {
                trouble = "Kafka does not answer: " + answer.exceptionNow().getMessage();
            } else {
                trouble = "";
                bounds.putAll(answer.resultNow());
                bounds.forEach((partition, log) -> watches.computeIfAbsent(partition, key -> new StableOffsetWatch())
                        .look(log, now));
            }
        }
        var still = atRest && hidden() == 0 && bounds.keySet().containsAll(assigned);
        var every = still ? ASK_AT_REST_EVERY_MILLIS : ASK_EVERY_MILLIS;
        if (asked == null && !assigned.isEmpty() && now - askedAt >= every) {
            askedAt = now;
            asked = source.ask(assigned).toCompletableFuture();
        }
    }

    /** Why Kafka does not answer; empty when it does. */
    String trouble() {
        return trouble;
    }

    /** Records from this offset on; never fewer than the consumer reports as unread. */
    long records(TopicPartition partition, long firstUnlanded, long unread) {
        var log = bounds.get(partition);
        return log == null || firstUnlanded < 0 ? unread : Math.max(unread, log.stable() - firstUnlanded);
    }

    /** Notes that everything below this offset has landed and forgets earlier polls. */
    void passed(TopicPartition partition, long offset) {
        var polls = taken.get(partition);
        var last = polls == null ? null : polls.floorKey(offset);
        if (polls != null && last != null) {
            polls.headMap(last, false).clear();
        }
    }

    /** Number of polls that are remembered of a partition. */
    int polls(TopicPartition partition) {
        var polls = taken.get(partition);
        return polls == null ? 0 : polls.size();
    }

    /** How long the record at this offset has been in its topic; zero when it was not read yet. */
    Duration time(TopicPartition partition, long firstUnlanded, long now) {
        passed(partition, firstUnlanded);
        var appended = appended(partition, firstUnlanded);
        return appended < 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, now - appended));
    }

    /** When the record at this offset was appended, or one before it; negative when it was not read yet. */
    private long appended(TopicPartition partition, long offset) {
        var polls = taken.get(partition);
        var oldest = polls == null ? null : polls.floorEntry(offset);
        return oldest == null ? -1 : oldest.getValue();
    }

    /** The bounds of the log as Kafka reported them last; null before the first answer. */
    public @Nullable LogBounds log(TopicPartition partition) {
        return bounds.get(partition);
    }

    /** Records that open transactions hide, in all partitions. */
    long hidden() {
        return watches.values().stream().mapToLong(StableOffsetWatch::behind).sum();
    }

    /** Transactions that stay open for too long, by partition. */
    Map<TopicPartition, String> stuck(long now) {
        Map<TopicPartition, String> troubles = new LinkedHashMap<>();
        watches.forEach((partition, watch) -> {
            var stuck = watch.trouble(now);
            if (!stuck.isEmpty()) {
                troubles.put(partition, stuck);
            }
        });
        return troubles;
    }

    /** Estimated seconds until retention deletes this record; NaN when Kafka has not answered. */
    double secondsLeft(TopicPartition partition, boolean read, long firstUnlanded, long now) {
        var log = bounds.get(partition);
        return log == null
                ? Double.NaN
                : RetentionForecast.secondsLeft(
                        log, firstUnlanded, read ? appended(partition, firstUnlanded) : -1, now);
    }
}
