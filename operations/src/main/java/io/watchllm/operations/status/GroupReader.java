package io.watchllm.operations.status;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import io.watchllm.operations.status.GroupView.Lag;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the offsets and lag of consumer groups from Kafka. */
public record GroupReader(KafkaConnection kafka) {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_MAX = Duration.ofSeconds(10);
    private static final double MILLIS_PER_SECOND = 1_000;

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
            var partitions = partitions(state, consumer, topic, found);
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
            KafkaState state,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            String topic,
            @Nullable ConsumerGroupDescription group) {
        var partitions = state.topic(topic).partitions();
        var ends = state.committedOffsets(partitions, OffsetSpec.latest());
        var begins = state.committedOffsets(partitions, OffsetSpec.earliest());
        var committed = group == null ? Map.<TopicPartition, OffsetAndMetadata>of() : state.commits(group.groupId());
        var from = partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> {
            var commit = committed.get(partition);
            return commit == null ? begins.getOrDefault(partition, 0L) : commit.offset();
        }));
        var lags = lags(consumer, from, ends);
        var owners = owners(group);
        return partitions.stream()
                .map(partition -> {
                    var commit = committed.get(partition);
                    return new GroupView.Partition(
                            partition.partition(),
                            commit == null ? null : commit.offset(),
                            commit == null ? "" : commit.metadata(),
                            ends.getOrDefault(partition, 0L),
                            lags.getOrDefault(partition, Lag.NONE),
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

    /**
     * The lag between {@code from} and {@code ends} in each partition, by the first record that the group has not
     * committed. Offsets alone are not enough: transaction markers take offsets too, so that a group which has read
     * everything may be one short of the end.
     */
    private static Map<TopicPartition, Lag> lags(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Lag> lags = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>();
        from.forEach((partition, offset) -> {
            var gap = ends.getOrDefault(partition, 0L) - offset;
            lags.put(partition, gap <= 0 ? Lag.NONE : new Lag(gap, null));
            if (gap > 0) {
                open.add(partition);
            }
        });
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        var deadline = System.nanoTime() + READ_MAX.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            var records = consumer.poll(POLL);
            for (var partition : records.partitions()) {
                if (open.remove(partition)) {
                    var first = records.records(partition).getFirst();
                    var behind = ends.getOrDefault(partition, 0L) - first.offset();
                    lags.put(partition, behind <= 0 ? Lag.NONE : new Lag(behind, age(first.timestamp())));
                }
            }
            for (var partition : Set.copyOf(open)) {
                if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
                    open.remove(partition);
                    lags.put(partition, Lag.NONE);
                }
            }
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !open.contains(partition))
                    .toList());
        }
        return lags;
    }

    private static double age(long timestamp) {
        return Math.max(0, System.currentTimeMillis() - timestamp) / MILLIS_PER_SECOND;
    }
}
