package io.watchllm.operations.audit;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import io.watchllm.runtime.KafkaSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.OffsetSpec;
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

    /**
     * Reads the bounds from Kafka.
     *
     * @param since only records that were appended then or later; null for all
     * @param until only records that were appended before; null for all
     * @throws OperationException when Kafka does not answer or has no such topic
     */
    static Topic read(KafkaSettings settings, SinkTable table, @Nullable Instant since, @Nullable Instant until) {
        try (var admin = new KafkaConnection(settings).admin()) {
            var state = new KafkaState(admin);
            var topic = state.topic(table.topic());
            var partitions = topic.partitions();
            // Before the ends, so that a committed offset can't be past them.
            var committed = state.commits(table.group());
            var first = state.offsets(partitions, OffsetSpec.earliest());
            var ends = state.offsets(partitions, OffsetSpec.latest());
            var sinceOffsets =
                    since == null ? first : state.offsets(partitions, OffsetSpec.forTimestamp(since.toEpochMilli()));
            var untilOffsets =
                    until == null ? ends : state.offsets(partitions, OffsetSpec.forTimestamp(until.toEpochMilli()));
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
            return new Topic(topic.id(), bounds);
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
}
