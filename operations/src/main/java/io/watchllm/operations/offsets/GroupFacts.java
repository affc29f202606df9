package io.watchllm.operations.offsets;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetCommit;
import io.watchllm.delivery.core.PartitionFacts;
import io.watchllm.delivery.core.PartitionName;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.kafka.AdminLogs;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.delivery.table.StoredRowsQuery;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads from Kafka and ClickHouse the facts by which a sink decides where to begin. For one thread. */
public final class GroupFacts implements AutoCloseable {
    private final SinkTable table;
    private final KafkaState kafka;
    private final Clock clock;
    private final AdminLogs logs;
    private final List<ClickHouseConnection> shards;
    private KafkaState.@Nullable Topic known;

    /** @param admin closed by whoever opened it */
    public GroupFacts(SinkSettings settings, SinkTable table, Admin admin, Clock clock) {
        this.table = table;
        this.kafka = new KafkaState(admin);
        this.clock = clock;
        this.logs = new AdminLogs(admin, clock);
        this.shards = settings.shards().stream().map(ClickHouseConnection::open).toList();
    }

    SinkTable table() {
        return table;
    }

    Clock clock() {
        return clock;
    }

    /** The partitions of the topic. */
    List<Integer> partitions() {
        return topic().partitions().stream().map(TopicPartition::partition).toList();
    }

    /** Id of the topic. */
    String topicId() {
        return topic().id();
    }

    private KafkaState.Topic topic() {
        var found = known;
        if (found == null) {
            found = kafka.topic(table.topic());
            known = found;
        }
        return found;
    }

    /** Members of the group; 0 when there is no such group. */
    int members() {
        return kafka.members(table.group());
    }

    /** The facts of one partition. */
    PartitionFacts of(int partition) {
        if (!partitions().contains(partition)) {
            throw new OperationException(
                    "topic " + table.topic() + " has no partition " + partition + "; expected one of " + partitions());
        }
        var place = new TopicPartition(table.topic(), partition);
        var committed = kafka.commits(table.group()).get(place);
        var log = Objects.requireNonNull(KafkaState.get(logs.ask(List.of(place)).toCompletableFuture(), table.topic())
                .get(place));
        var commit = committed == null
                ? null
                : new OffsetCommit(committed.offset(), committed.leaderEpoch().orElse(null), committed.metadata());
        return new PartitionFacts(new PartitionName(table.table(), topicId(), partition), commit, log);
    }

    /** The stored rows of all shards together. */
    StoredRows stored(PartitionFacts facts, @Nullable Intent range) {
        var question = facts.question(range);
        return shards.stream()
                .map(shard -> new StoredRowsQuery(shard, table.table(), table.group()).ask(question))
                .reduce(StoredRows.NONE, StoredRows::plus);
    }

    /** First offset that was appended at this time or later; the log's end when there is none. */
    long offsetAt(PartitionFacts facts, Instant time) {
        var place = new TopicPartition(table.topic(), facts.name().partition());
        var found = kafka.offsets(List.of(place), OffsetSpec.forTimestamp(time.toEpochMilli()))
                .getOrDefault(place, -1L);
        return found < 0 ? facts.log().end() : found;
    }

    /** Adds a loss to the ledger, in the shard that stores new rows of the partition. */
    void accept(AcceptedLosses.Loss loss) {
        AcceptedLosses.add(shards.get(loss.partition() % shards.size()), loss, clock.instant());
    }

    /** Sets the group's offsets; Kafka rejects it while the group has members. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        kafka.commit(table.group(), offsets);
    }

    @Override
    public void close() {
        shards.forEach(ClickHouseConnection::close);
    }
}
