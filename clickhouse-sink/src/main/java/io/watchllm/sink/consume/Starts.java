package io.watchllm.sink.consume;

import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.LogCut;
import io.watchllm.delivery.core.OffsetCommit;
import io.watchllm.delivery.core.PartitionFacts;
import io.watchllm.delivery.core.PartitionName;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
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
 * Finds where partitions begin: asks Kafka for the topic's id and the bounds of the logs, and the table for its rows
 * where they decide. Never waits; the table is asked on a virtual thread.
 */
final class Starts {
    private final String table;
    private final String topic;
    private final TableAccess access;
    private final LogReader logs;
    private final Clock clock;

    /**
     * Result for one partition.
     *
     * @param committed the committed offset; negative when there is none
     * @param start where to begin, or why not
     */
    record Found(String topicId, long committed, StartRules.Start start) {}

    Starts(String table, String topic, TableAccess access, Clock clock) {
        this.table = table;
        this.topic = topic;
        this.access = access;
        this.logs = access.logs();
        this.clock = clock;
    }

    /**
     * The partitions to find the start of.
     *
     * @param committed offsets that the group has committed
     * @param cuts logs that were found to be truncated
     */
    record Question(
            Set<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, LogCut> cuts) {}

    /** Asks without waiting; a failed request fails the answer. */
    CompletableFuture<Map<TopicPartition, Found>> find(Question question) {
        var bounds = logs.ask(question.partitions()).toCompletableFuture();
        return access.topicId(topic)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new IllegalStateException(
                        "the id of topic " + topic + " is not to be had: " + reason(failure), failure)))
                .thenCombine(bounds, Topic::new)
                .thenCompose(found -> decide(found, question));
    }

    /** A topic's id, and the bounds of its logs. */
    private record Topic(String id, Map<TopicPartition, LogBounds> bounds) {}

    private CompletableFuture<Map<TopicPartition, Found>> decide(Topic topic, Question question) {
        Map<TopicPartition, PartitionFacts> all = new HashMap<>();
        Map<TopicPartition, LogCut> cuts = new HashMap<>(question.cuts());
        // The log of an earlier topic of the same name is another log.
        cuts.values().removeIf(cut -> !cut.topicId().equals(topic.id()));
        for (var partition : question.partitions()) {
            var name = new PartitionName(table, topic.id(), partition.partition());
            var bounds = Objects.requireNonNull(topic.bounds().get(partition));
            var commit = commit(question.committed().get(partition));
            all.put(partition, new PartitionFacts(name, commit, bounds));
        }
        return all.entrySet().stream().anyMatch(entry -> asksTable(entry.getValue(), cuts.get(entry.getKey())))
                ? CompletableFuture.supplyAsync(
                        () -> decide(all, cuts),
                        task -> Thread.ofVirtual().name("look at partitions").start(task))
                : CompletableFuture.completedFuture(decide(all, cuts));
    }

    private Map<TopicPartition, Found> decide(
            Map<TopicPartition, PartitionFacts> all, Map<TopicPartition, LogCut> cuts) {
        Map<TopicPartition, Found> found = new HashMap<>();
        all.forEach((partition, facts) -> {
            var start = start(facts, cuts.get(partition));
            found.put(partition, new Found(facts.name().topicId(), facts.committed(), start));
        });
        return found;
    }

    private static boolean asksTable(PartitionFacts facts, @Nullable LogCut cut) {
        return cut == null ? facts.asksTable() : facts.openRange() != null;
    }

    private StartRules.Start start(PartitionFacts facts, @Nullable LogCut cut) {
        try {
            var rows = asksTable(facts, cut) ? access.storedRows(facts.question(facts.openRange())) : StoredRows.NONE;
            return cut == null ? StartRules.decide(facts, rows, clock.millis()) : StartRules.cut(facts, cut, rows);
        } catch (TableUnreadableException unreadable) {
            return cut == null
                    ? StartRules.unasked(facts, String.valueOf(unreadable.getMessage()))
                    : StartRules.cut(facts, cut, null);
        }
    }

    private static @Nullable OffsetCommit commit(@Nullable OffsetAndMetadata committed) {
        return committed == null
                ? null
                : new OffsetCommit(committed.offset(), committed.leaderEpoch().orElse(null), committed.metadata());
    }

    /** The message of a failure, without the exceptions that futures wrap it in. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
