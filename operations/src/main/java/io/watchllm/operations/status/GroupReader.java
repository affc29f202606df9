package io.watchllm.operations.status;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.sink.config.SinkTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads the offsets and lag of consumer groups from Kafka. */
public final class GroupReader {
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final KafkaConnection kafka;

    public GroupReader(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /**
     * Reads the group of each table.
     *
     * @throws IllegalStateException when Kafka does not answer, or a topic is missing; the message says what to do
     */
    public List<GroupView> read(Collection<SinkTable> tables) throws InterruptedException {
        try (var admin = kafka.admin();
                var consumer = kafka.consumer()) {
            var gaps = new GapReader(consumer);
            List<GroupView> views = new ArrayList<>();
            for (var table : tables) {
                views.add(view(admin, gaps, table));
            }
            return views;
        }
    }

    /**
     * Reads one group.
     *
     * @throws IllegalStateException when Kafka does not answer, or the topic is missing; the message says what to do
     */
    public ProcessorReport.Group read(String topic, String group) throws InterruptedException {
        try (var admin = kafka.admin();
                var consumer = kafka.consumer()) {
            var found = group(admin, group);
            var partitions = partitions(admin, new GapReader(consumer), topic, group, found);
            return new ProcessorReport.Group(
                    group, found == null ? "none" : found.groupState().toString(), partitions);
        }
    }

    /**
     * Upper bound of the topic's committed records that the group has not committed: it includes transaction markers
     * between them, but not those after the last record.
     *
     * @throws IllegalStateException when Kafka does not answer, or the topic is missing; the message says what to do
     */
    public long lag(String topic, String group) throws InterruptedException {
        return read(topic, group).partitions().stream()
                .mapToLong(partition -> partition.lag().records())
                .sum();
    }

    /**
     * The committed offsets of the group, by partition of the topic.
     *
     * @throws IllegalStateException when Kafka does not answer
     */
    public Map<TopicPartition, Long> committed(String topic, String group) throws InterruptedException {
        try (var admin = kafka.admin()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            if (group(admin, group) != null) {
                committed(admin, group).forEach((partition, commit) -> {
                    if (partition.topic().equals(topic) && commit != null) {
                        offsets.put(partition, commit.offset());
                    }
                });
            }
            return offsets;
        }
    }

    private GroupView view(Admin admin, GapReader gaps, SinkTable table) throws InterruptedException {
        var group = group(admin, table.group());
        var partitions = partitions(admin, gaps, table.topic(), table.group(), group);
        return new GroupView(table, group == null ? "none" : group.groupState().toString(), partitions);
    }

    private List<GroupView.Partition> partitions(
            Admin admin, GapReader gaps, String topic, String groupId, @Nullable ConsumerGroupDescription group)
            throws InterruptedException {
        var described = answer(admin.describeTopics(List.of(topic)).allTopicNames(), topic)
                .get(topic);
        if (described == null) {
            throw new IllegalStateException("Kafka says nothing of topic " + topic);
        }
        var partitions = described.partitions().stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        var ends = offsets(admin, partitions, OffsetSpec.latest());
        var begins = offsets(admin, partitions, OffsetSpec.earliest());
        var committed = group == null ? Map.<TopicPartition, OffsetAndMetadata>of() : committed(admin, groupId);
        Map<TopicPartition, Long> from = new HashMap<>();
        for (var partition : partitions) {
            var commit = committed.get(partition);
            from.put(partition, commit == null ? begins.getOrDefault(partition, 0L) : commit.offset());
        }
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

    private Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        return answer(admin.listOffsets(asked, COMMITTED).all(), "").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, GroupReader::offset));
    }

    private static long offset(Map.Entry<TopicPartition, ListOffsetsResultInfo> entry) {
        return entry.getValue().offset();
    }

    /** The group, or null when there is none. */
    private @Nullable ConsumerGroupDescription group(Admin admin, String group) throws InterruptedException {
        try {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw unanswered(failure, "");
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group) throws InterruptedException {
        return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group), "");
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

    private <T> T answer(KafkaFuture<T> future, String topic) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw unanswered(failure, topic);
        }
    }

    private IllegalStateException unanswered(ExecutionException failure, String topic) {
        return failure.getCause() instanceof UnknownTopicOrPartitionException
                ? new IllegalStateException("topic " + topic + " does not exist. Run: watchllm topics create")
                : new IllegalStateException(
                        "Kafka at " + kafka.settings().bootstrap()
                                + " does not answer. Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right",
                        failure.getCause());
    }
}
