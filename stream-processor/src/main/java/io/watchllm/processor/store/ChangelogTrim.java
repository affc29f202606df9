package io.watchllm.processor.store;

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
 * Deletes from the changelog of seen ids what no restart needs any more: entries older than the window before a
 * committed arrival. Time-based retention would count from now, but a processor that was down for hours resumes where
 * it stopped; compaction would need a tombstone per id.
 *
 * <p>The last arrival of one round is considered committed in the next: its transaction has ended by then, or was
 * aborted and its store is another object. Restoring too much is slow but never wrong, so a failed round is only
 * logged.
 */
public final class ChangelogTrim implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangelogTrim.class);

    /** Longer than any transaction. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Admin admin;
    private final String topic;
    private final long windowMillis;
    private final SeenIdsRegistry registry;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("changelog-trim").unstarted(task));
    private Map<SeenIds, Long> newestBefore = Map.of();

    /**
     * Trims nothing before {@link #start}.
     *
     * @param admin closed together with this object
     * @param applicationId owner of the changelog
     * @param window how long ids are remembered
     */
    public ChangelogTrim(Admin admin, String applicationId, Duration window, SeenIdsRegistry registry) {
        this.admin = admin;
        this.topic = SeenIdsStore.changelog(applicationId);
        this.windowMillis = window.toMillis();
        this.registry = registry;
    }

    /** Starts trimming every minute. */
    public void start() {
        var _ = timer.scheduleWithFixedDelay(
                this::round, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void round() {
        try {
            var oldest = new HashMap<TopicPartition, OffsetSpec>();
            var newest = new HashMap<SeenIds, Long>();
            registry.byPartition().forEach((partition, ids) -> {
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
            // An exception would cancel the timer permanently.
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
