package io.watchllm.processor.state;

import io.watchllm.processor.core.SeenIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the changelog of the ids what no start needs any more: what is older than the window before an arrival
 * that is committed. Retention by time would count from now, and a processor that was away for hours goes on from where
 * it stood; compaction would need a tombstone for each id.
 *
 * <p>What arrived last at one round is taken for committed at the next: a transaction is over by then, or was aborted
 * and its store is another object. A start that plays back too much is slow, never wrong, so a round that fails is only
 * logged.
 */
public final class ChangelogTrim implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangelogTrim.class);

    /** Longer than any transaction lasts. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Admin admin;
    private final String topic;
    private final long windowMillis;
    private final SeenIdsRegistry board;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("changelog-trim").unstarted(task));
    private Map<SeenIds, Long> newestBefore = Map.of();

    /**
     * Trims nothing before {@link #start}.
     *
     * @param admin is closed with this
     * @param applicationId whose changelog
     * @param window how long ids are remembered
     */
    public ChangelogTrim(Admin admin, String applicationId, Duration window, SeenIdsRegistry board) {
        this.admin = admin;
        this.topic = SeenIdsStore.changelog(applicationId);
        this.windowMillis = window.toMillis();
        this.board = board;
    }

    /** Trims each minute from now on. */
    public void start() {
        var _ = timer.scheduleWithFixedDelay(
                this::round, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void round() {
        try {
            var oldest = new HashMap<TopicPartition, OffsetSpec>();
            var newest = new HashMap<SeenIds, Long>();
            board.byPartition().forEach((partition, ids) -> {
                newest.put(ids, ids.newestMillis());
                var committed = newestBefore.getOrDefault(ids, 0L);
                if (committed > windowMillis) {
                    oldest.put(new TopicPartition(topic, partition), OffsetSpec.forTimestamp(committed - windowMillis));
                }
            });
            newestBefore = newest;
            if (!oldest.isEmpty()) {
                delete(admin.listOffsets(oldest).all().get());
            }
        } catch (ExecutionException failure) {
            log.warn(
                    "changelog not trimmed, trying again later topic={} error={}",
                    topic,
                    String.valueOf(failure.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            // An exception would end the timer for good.
            log.warn("changelog not trimmed, trying again later topic={}", topic, failure);
        }
    }

    private void delete(Map<TopicPartition, ListOffsetsResultInfo> firstNeeded)
            throws ExecutionException, InterruptedException {
        var before = new HashMap<TopicPartition, RecordsToDelete>();
        firstNeeded.forEach((partition, first) -> {
            if (first.offset() > 0) {
                before.put(partition, RecordsToDelete.beforeOffset(first.offset()));
            }
        });
        if (!before.isEmpty()) {
            admin.deleteRecords(before).all().get();
            log.debug("changelog trimmed partitions={}", before.keySet());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(5));
    }
}
