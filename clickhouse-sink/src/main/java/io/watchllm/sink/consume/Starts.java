package io.watchllm.sink.consume;

import io.watchllm.sink.core.LogBounds;
import io.watchllm.sink.core.LogCut;
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
 * Finds where partitions begin: asks Kafka for the topic's id and the bounds of the logs, and the table for its rows
 * where they decide. Never waits; the table is asked on a virtual thread.
 */
final class Starts {
    private final String table;
    private final String topic;
    private final TopicIds topicIds;
    private final LogReader logs;
    private final StoredRowsReader stored;
    private final Clock clock;

    /**
     * Result for one partition.
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
        return topicIds.idOf(topic)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new IllegalStateException(
                        "the id of topic " + topic + " is not to be had: " + reason(failure), failure)))
                .thenCombine(bounds, Facts::new)
                .thenCompose(facts -> decide(facts, question));
    }

    private record Facts(String topicId, Map<TopicPartition, LogBounds> bounds) {}

    /** Facts about one partition; {@code cut} is null when its log is not known to be truncated. */
    private record Known(
            PartitionName name,
            @Nullable OffsetCommit commit,
            LogBounds log,
            @Nullable LogCut cut) {
        boolean asksTable() {
            return cut == null ? StartRules.asksTable(commit, log) : StartRules.openRange(name, commit) != null;
        }
    }

    private CompletableFuture<Map<TopicPartition, Found>> decide(Facts facts, Question question) {
        Map<TopicPartition, Known> known = new HashMap<>();
        for (var partition : question.partitions()) {
            var cut = question.cuts().get(partition);
            known.put(
                    partition,
                    new Known(
                            new PartitionName(table, facts.topicId(), partition.partition()),
                            commit(question.committed().get(partition)),
                            Objects.requireNonNull(facts.bounds().get(partition)),
                            // The log of an earlier topic of the same name is another log.
                            cut != null && cut.topicId().equals(facts.topicId()) ? cut : null));
        }
        return known.values().stream().anyMatch(Known::asksTable)
                ? CompletableFuture.supplyAsync(
                        () -> decideAll(known),
                        task -> Thread.ofVirtual().name("look at partitions").start(task))
                : CompletableFuture.completedFuture(decideAll(known));
    }

    private Map<TopicPartition, Found> decideAll(Map<TopicPartition, Known> all) {
        Map<TopicPartition, Found> found = new HashMap<>();
        all.forEach((partition, known) -> {
            var committed = known.commit() == null ? -1 : known.commit().offset();
            found.put(partition, new Found(known.name().topicId(), committed, start(known)));
        });
        return found;
    }

    private StartRules.Start start(Known known) {
        try {
            var rows = known.asksTable() ? stored.ask(question(known)) : StoredRows.NONE;
            return known.cut() == null
                    ? StartRules.decide(known.name(), known.commit(), known.log(), rows, clock.millis())
                    : StartRules.cut(known.name(), known.commit(), known.cut(), rows);
        } catch (TableUnreadableException unreadable) {
            return known.cut() == null
                    ? StartRules.unasked(known.commit(), known.log(), String.valueOf(unreadable.getMessage()))
                    : StartRules.cut(known.name(), known.commit(), known.cut(), null);
        }
    }

    private static StoredRows.Question question(Known known) {
        var commit = known.commit();
        return new StoredRows.Question(
                known.name(),
                known.log(),
                commit == null ? -1 : commit.offset(),
                StartRules.openRange(known.name(), commit));
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
