package io.watchllm.sink.consume;

import io.watchllm.sink.core.CommitMetadata;
import io.watchllm.sink.core.LogBounds;
import io.watchllm.sink.core.OffsetCommit;
import io.watchllm.sink.core.PartitionName;
import io.watchllm.sink.core.StartRules;
import io.watchllm.sink.core.StoredRows;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where partitions begin: asks Kafka for the topic's id and the bounds of the logs, and the table for what it
 * holds where that decides. Never waits; the table is asked on a thread of its own.
 */
final class Starts {
    private final String table;
    private final String topic;
    private final TopicIds topicIds;
    private final LogReader logs;
    private final StoredRowsReader stored;
    private final Clock clock;

    /**
     * What was found of one partition.
     *
     * @param topicId id of the topic
     * @param committed the committed offset; negative when there is none
     * @param start where to begin, or why not
     */
    record Found(String topicId, long committed, StartRules.Start start) {}

    Starts(String table, String topic, TableAccess access, Clock clock) {
        this.table = table;
        this.topic = topic;
        this.topicIds = access.topicIds();
        this.logs = access.logs();
        this.stored = access.storedRows();
        this.clock = clock;
    }

    /** Asks, and returns at once; what can't be had fails the answer. */
    CompletableFuture<Map<TopicPartition, Found>> find(
            Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        var bounds = logs.ask(partitions).toCompletableFuture();
        return topicIds.idOf(topic)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new IllegalStateException(
                        "the id of topic " + topic + " is not to be had: " + reason(failure), failure)))
                .thenCombine(bounds, Facts::new)
                .thenCompose(facts -> decide(facts, partitions, committed));
    }

    private record Facts(String topicId, Map<TopicPartition, LogBounds> bounds) {}

    private CompletableFuture<Map<TopicPartition, Found>> decide(
            Facts facts, Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        var asks = partitions.stream()
                .anyMatch(partition -> StartRules.asksTable(
                        commit(committed.get(partition)),
                        Objects.requireNonNull(facts.bounds().get(partition))));
        return asks
                ? CompletableFuture.supplyAsync(
                        () -> decideAll(facts, partitions, committed),
                        task -> Thread.ofVirtual().name("look at partitions").start(task))
                : CompletableFuture.completedFuture(decideAll(facts, partitions, committed));
    }

    private Map<TopicPartition, Found> decideAll(
            Facts facts, Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> all) {
        Map<TopicPartition, Found> found = new HashMap<>();
        for (var partition : partitions) {
            var name = new PartitionName(table, facts.topicId(), partition.partition());
            var log = Objects.requireNonNull(facts.bounds().get(partition));
            var commit = commit(all.get(partition));
            var committed = commit == null ? -1 : commit.offset();
            found.put(partition, new Found(facts.topicId(), committed, start(name, commit, log)));
        }
        return found;
    }

    private StartRules.Start start(PartitionName name, @Nullable OffsetCommit commit, LogBounds log) {
        if (!StartRules.asksTable(commit, log)) {
            return StartRules.decide(name, commit, log, StoredRows.NONE, clock.millis());
        }
        try {
            return StartRules.decide(name, commit, log, stored.ask(question(name, log, commit)), clock.millis());
        } catch (TableUnreadableException unreadable) {
            return StartRules.unasked(commit, log, String.valueOf(unreadable.getMessage()));
        }
    }

    private static StoredRows.Question question(PartitionName name, LogBounds log, @Nullable OffsetCommit commit) {
        var open =
                commit != null && CommitMetadata.read(commit, name.topicId()) instanceof CommitMetadata.Fits(var note)
                        ? note.open()
                        : null;
        return new StoredRows.Question(name, log, commit == null ? -1 : commit.offset(), open);
    }

    private static @Nullable OffsetCommit commit(@Nullable OffsetAndMetadata committed) {
        return committed == null
                ? null
                : new OffsetCommit(committed.offset(), committed.leaderEpoch().orElse(null), committed.metadata());
    }

    /** What went wrong, without what futures wrap it in. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
