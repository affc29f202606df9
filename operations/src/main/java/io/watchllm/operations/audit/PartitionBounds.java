package io.watchllm.operations.audit;

import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.sink.config.SinkTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of a partition that can be audited.
 *
 * @param first first offset that Kafka still has
 * @param end the offset after the last one
 * @param committed the group's committed offset, below which everything has landed; -1 when there is none
 * @param from first offset to audit
 * @param to end of the audit, exclusive
 */
record PartitionBounds(long first, long end, long committed, long from, long to) {

    /** Offsets that Kafka deleted before the sink had read them. */
    OffsetRuns lost() {
        return committed < 0 || committed >= first
                ? OffsetRuns.NONE
                : new OffsetRuns.Builder()
                        .add(new OffsetRun(committed, first - 1))
                        .build();
    }

    /** Id and partitions of a topic. */
    record Topic(String id, Map<TopicPartition, PartitionBounds> partitions) {}

    /** Bounds of a whole topic that no group reads. */
    static Map<TopicPartition, PartitionBounds> whole(KafkaSettings settings, String topic) {
        try (var admin = Admin.create(settings.forClients())) {
            var partitions = partitions(admin, topic);
            var first = offsets(admin, partitions.all(), OffsetSpec.earliest());
            var ends = offsets(admin, partitions.all(), OffsetSpec.latest());
            return partitions.all().stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> of(at(first, partition), at(ends, partition), -1, 0, at(ends, partition))));
        }
    }

    private record Partitions(String topicId, List<TopicPartition> all) {}

    private static Partitions partitions(Admin admin, String topic) {
        var described = Objects.requireNonNull(
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic), topic);
        return new Partitions(
                described.topicId().toString(),
                described.partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .sorted(Comparator.comparingInt(TopicPartition::partition))
                        .toList());
    }

    /**
     * Reads the bounds from Kafka.
     *
     * @param since only records that were appended then or later; null for all
     * @param until only records that were appended before; null for all
     * @throws AuditException when Kafka does not answer or has no such topic
     */
    static Topic read(KafkaSettings settings, SinkTable table, @Nullable Instant since, @Nullable Instant until) {
        try (var admin = Admin.create(settings.forClients())) {
            var described = partitions(admin, table.topic());
            var partitions = described.all();
            // Before the ends, so that a committed offset can't be past them.
            var committed = get(admin.listConsumerGroupOffsets(table.group()).partitionsToOffsetAndMetadata());
            var first = offsets(admin, partitions, OffsetSpec.earliest());
            var ends = offsets(admin, partitions, OffsetSpec.latest());
            var sinceOffsets =
                    since == null ? first : offsets(admin, partitions, OffsetSpec.forTimestamp(since.toEpochMilli()));
            var untilOffsets =
                    until == null ? ends : offsets(admin, partitions, OffsetSpec.forTimestamp(until.toEpochMilli()));
            Map<TopicPartition, PartitionBounds> bounds = new LinkedHashMap<>();
            for (var partition : partitions) {
                var commit = committed.get(partition);
                bounds.put(
                        partition,
                        of(
                                at(first, partition),
                                at(ends, partition),
                                commit == null ? -1 : commit.offset(),
                                at(sinceOffsets, partition),
                                at(untilOffsets, partition)));
            }
            return new Topic(described.topicId(), bounds);
        }
    }

    /** For a time after the last record Kafka returns the offset -1. */
    private static PartitionBounds of(long first, long end, long committed, long since, long until) {
        var from = since < 0 ? end : Math.max(first, since);
        var to = Math.min(Math.max(0, committed), until < 0 ? end : until);
        return new PartitionBounds(first, end, committed, from, Math.min(to, end));
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), partition.toString());
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        return get(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new AuditException("Kafka does not say what there is to audit: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AuditException("interrupted while asking Kafka", interrupted);
        }
    }
}
