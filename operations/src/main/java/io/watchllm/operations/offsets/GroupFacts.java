package io.watchllm.operations.offsets;

import com.clickhouse.client.api.Client;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.OffsetCommit;
import io.watchllm.sink.core.PartitionFacts;
import io.watchllm.sink.core.PartitionName;
import io.watchllm.sink.core.StoredRows;
import io.watchllm.sink.observe.AdminLogs;
import io.watchllm.sink.table.AcceptedLosses;
import io.watchllm.sink.table.ClickHouseConnection;
import io.watchllm.sink.table.StoredRowsQuery;
import io.watchllm.sink.table.TableReader.TableUnreadableException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads from Kafka and ClickHouse the facts by which a sink decides where to begin. For one thread. */
public final class GroupFacts implements AutoCloseable {
    private final SinkTable table;
    private final String database;
    private final Admin admin;
    private final Clock clock;
    private final AdminLogs logs;
    private final List<Client> shards = new ArrayList<>();
    private @Nullable Topic known;

    private record Topic(String id, List<Integer> partitions) {}

    /** @param admin closed by whoever opened it */
    public GroupFacts(SinkSettings settings, SinkTable table, Admin admin, Clock clock) {
        this.table = table;
        this.database = settings.clickHouse().database();
        this.admin = admin;
        this.clock = clock;
        this.logs = new AdminLogs(admin, clock);
        settings.shards().forEach(shard -> shards.add(ClickHouseConnection.open(shard, settings.inserting())));
    }

    SinkTable table() {
        return table;
    }

    Clock clock() {
        return clock;
    }

    /** The partitions of the topic. */
    List<Integer> partitions() {
        return topic().partitions();
    }

    private Topic topic() {
        var found = known;
        if (found == null) {
            var described = Objects.requireNonNull(get(admin.describeTopics(List.of(table.topic()))
                            .allTopicNames()
                            .toCompletionStage()
                            .toCompletableFuture())
                    .get(table.topic()));
            found = new Topic(
                    described.topicId().toString(),
                    described.partitions().stream()
                            .map(info -> info.partition())
                            .sorted()
                            .toList());
            known = found;
        }
        return found;
    }

    /** Members of the group; 0 when there is no such group. */
    int members() {
        try {
            var found = admin.describeConsumerGroups(List.of(table.group()))
                    .all()
                    .get()
                    .get(table.group());
            return found == null ? 0 : found.members().size();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw unanswered(failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** The facts of one partition. */
    PartitionFacts of(int partition) {
        if (!partitions().contains(partition)) {
            throw new OffsetsException(
                    "topic " + table.topic() + " has no partition " + partition + "; expected one of " + partitions());
        }
        var place = new TopicPartition(table.topic(), partition);
        var committed = get(admin.listConsumerGroupOffsets(table.group())
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage()
                        .toCompletableFuture())
                .get(place);
        var log = Objects.requireNonNull(
                get(logs.ask(List.of(place)).toCompletableFuture()).get(place));
        var commit = committed == null
                ? null
                : new OffsetCommit(committed.offset(), committed.leaderEpoch().orElse(null), committed.metadata());
        return new PartitionFacts(new PartitionName(table.table(), topic().id(), partition), commit, log);
    }

    /** The stored rows of all shards together. */
    StoredRows stored(PartitionFacts facts, @Nullable Intent range) {
        var question = facts.question(range);
        try {
            return shards.stream()
                    .map(shard -> new StoredRowsQuery(shard, database, table.table(), table.group()).ask(question))
                    .reduce(StoredRows.NONE, StoredRows::plus);
        } catch (TableUnreadableException unreadable) {
            throw new OffsetsException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** First offset that was appended at this time or later; the log's end when there is none. */
    long offsetAt(PartitionFacts facts, Instant time) {
        var place = new TopicPartition(table.topic(), facts.name().partition());
        var found = get(admin.listOffsets(Map.of(place, OffsetSpec.forTimestamp(time.toEpochMilli())))
                        .partitionResult(place)
                        .toCompletionStage()
                        .toCompletableFuture())
                .offset();
        return found < 0 ? facts.log().end() : found;
    }

    /** Adds a loss to the ledger, in the shard that stores new rows of the partition. */
    void accept(AcceptedLosses.Loss loss) {
        try {
            AcceptedLosses.add(shards.get(loss.partition() % shards.size()), database, loss, clock.instant());
        } catch (IllegalStateException refused) {
            throw new OffsetsException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Sets the group's offsets; Kafka rejects it while the group has members. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        get(admin.alterConsumerGroupOffsets(table.group(), offsets)
                .all()
                .toCompletionStage()
                .toCompletableFuture());
    }

    private <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw unanswered(failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private OffsetsException unanswered(ExecutionException failure) {
        return failure.getCause() instanceof UnknownTopicOrPartitionException
                ? new OffsetsException("topic " + table.topic() + " does not exist. Run: watchllm topics create")
                : new OffsetsException(
                        "Kafka does not answer for group " + table.group() + "; nothing was changed",
                        failure.getCause());
    }

    private static OffsetsException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new OffsetsException("interrupted while asking Kafka", cause);
    }

    @Override
    public void close() {
        shards.forEach(Client::close);
    }
}
