package io.watchllm.operations.offsets;

import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaState;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Committed offsets and members of the processors' group. */
record GroupPosition(KafkaState kafka, String group) {

    /** @throws IllegalStateException when the group has members */
    void requireEmpty() {
        var members = kafka.members(group);
        if (members > 0) {
            throw new OperationException(
                    "group %s has %d members; stop every processor first, the group is moved only while none runs"
                            .formatted(group, members));
        }
    }

    /**
     * Position of a group in a partition.
     *
     * @param committed what it has committed; null for nothing
     * @param start where the log begins
     * @param end where it ends; uncommitted records are before it
     * @param topicId id of the topic
     */
    record Standing(@Nullable OffsetAndMetadata committed, long start, long end, String topicId) {}

    /**
     * The committed offset of the group; if there is none, the first offset, at which it would begin.
     *
     * @throws IllegalStateException when there is no such partition, Kafka does not answer, or the next record to read
     *     is gone
     */
    OffsetAndMetadata committed(TopicPartition partition) {
        var standing = standing(partition);
        var committed = standing.committed();
        if (committed != null && committed.offset() < standing.start()) {
            throw new IllegalStateException(
                    "records of %s are gone: group %s stands at offset %d, and the log begins at offset %d; watchllm processor accept-loss goes on without them (docs/operators/operations.md, \"Records that are gone\")"
                            .formatted(partition, group, committed.offset(), standing.start()));
        }
        return committed == null ? new OffsetAndMetadata(standing.start()) : committed;
    }

    /**
     * Reads the position of the group.
     *
     * @throws IllegalStateException when there is no such partition, or Kafka does not answer
     */
    Standing standing(TopicPartition partition) {
        var topic = kafka.topic(partition.topic());
        // The client would wait until its timeout for a missing one.
        if (!topic.partitions().contains(partition)) {
            throw new OperationException(
                    "there is no partition %d of topic %s".formatted(partition.partition(), partition.topic()));
        }
        var committed = kafka.commits(group).get(partition);
        return new Standing(
                committed,
                offset(partition, OffsetSpec.earliest()),
                offset(partition, OffsetSpec.latest()),
                topic.id());
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return kafka.offsets(List.of(partition), which).getOrDefault(partition, 0L);
    }

    /**
     * Sets the committed offset of the group; Kafka rejects it while the group has members.
     *
     * @throws OperationException when Kafka rejects it
     */
    void commit(TopicPartition partition, OffsetAndMetadata offset) {
        kafka.commit(group, Map.of(partition, offset));
    }
}
