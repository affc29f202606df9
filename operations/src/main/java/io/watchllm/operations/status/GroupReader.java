package io.watchllm.operations.status;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the offsets and lag of consumer groups from Kafka. */
public final class GroupReader {
    private final KafkaConnection kafka;

    public GroupReader(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /**
     * Reads the group of each table.
     *
     * @throws OperationException when Kafka does not answer, or a topic is missing; the message says what to do
     */
    public List<GroupView> read(Collection<SinkTable> tables) {
        return tables.stream().map(table -> read(table.topic(), table.group())).toList();
    }

    /**
     * Reads one group.
     *
     * @throws OperationException when Kafka does not answer, or the topic is missing; the message says what to do
     */
    public GroupView read(String topic, String group) {
        try (var admin = kafka.admin();
                var consumer = kafka.consumer()) {
            var state = new KafkaState(admin);
            var found = state.group(group);
            var partitions = partitions(state, new GapReader(consumer), topic, found);
            return new GroupView(
                    topic, group, found == null ? "none" : found.groupState().toString(), partitions);
        }
    }

    /**
     * Upper bound of the topic's committed records that the group has not committed: it includes transaction markers
     * between them, but not those after the last record.
     *
     * @throws OperationException when Kafka does not answer, or the topic is missing; the message says what to do
     */
    public long lag(String topic, String group) {
        return read(topic, group).partitions().stream()
                .mapToLong(partition -> partition.lag().records())
                .sum();
    }

    /**
     * The committed offsets of the group, by partition of the topic.
     *
     * @throws OperationException when Kafka does not answer
     */
    public Map<TopicPartition, Long> committed(String topic, String group) {
        try (var admin = kafka.admin()) {
            return new KafkaState(admin)
                    .commits(group).entrySet().stream()
                            .filter(commit -> commit.getKey().topic().equals(topic))
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    commit -> commit.getValue().offset()));
        }
    }

    private static List<GroupView.Partition> partitions(
            KafkaState state, GapReader gaps, String topic, @Nullable ConsumerGroupDescription group) {
        var partitions = state.topic(topic).partitions();
        var ends = state.committedOffsets(partitions, OffsetSpec.latest());
        var begins = state.committedOffsets(partitions, OffsetSpec.earliest());
        var committed = group == null ? Map.<TopicPartition, OffsetAndMetadata>of() : state.commits(group.groupId());
        var from = partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> {
            var commit = committed.get(partition);
            return commit == null ? begins.getOrDefault(partition, 0L) : commit.offset();
        }));
        var lags = gaps.lags(from, ends);
        var owners = owners(group);
        return partitions.stream()
                .map(partition -> {
                    var commit = committed.get(partition);
                    return new GroupView.Partition(
                            partition.partition(),
                            commit == null ? null : commit.offset(),
                            commit == null ? "" : commit.metadata(),
                            ends.getOrDefault(partition, 0L),
                            lags.getOrDefault(partition, GroupView.Lag.NONE),
                            owners.get(partition));
                })
                .toList();
    }

    private static Map<TopicPartition, String> owners(@Nullable ConsumerGroupDescription group) {
        Map<TopicPartition, String> owners = new HashMap<>();
        if (group != null) {
            for (var member : group.members()) {
                for (var partition : member.assignment().topicPartitions()) {
                    owners.put(partition, member.clientId() + member.host());
                }
            }
        }
        return owners;
    }
}
