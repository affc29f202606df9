package io.watchllm.operations.skip;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Committed offsets and members of the processors' group. */
record GroupPosition(Admin admin, String group) {

    /** @throws IllegalStateException when the group has members */
    void requireEmpty() {
        var members = members();
        if (members > 0) {
            throw new IllegalStateException(
                    "group %s has %d members; stop every processor first, the group is moved only while none runs"
                            .formatted(group, members));
        }
    }

    private int members() {
        try {
            var found = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return found == null ? 0 : found.members().size();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new IllegalStateException("Kafka does not say who is in group " + group, failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
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
                    "records of %s are gone: group %s stands at offset %d, and the log begins at offset %d; watchllm processor accept-loss goes on without them (docs/operations.md, \"Records that are gone\")"
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
        try {
            var topicId = topicId(partition);
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return new Standing(
                    committed,
                    offset(partition, OffsetSpec.earliest()),
                    offset(partition, OffsetSpec.latest()),
                    topicId);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof UnknownTopicOrPartitionException
                    ? new IllegalStateException("topic " + partition.topic() + " does not exist")
                    : new IllegalStateException(
                            "Kafka does not say where group " + group + " stands", failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private long offset(TopicPartition partition, OffsetSpec which) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, which))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /**
     * Sets the committed offset of the group; Kafka rejects it while the group has members.
     *
     * @throws IllegalStateException when Kafka rejects it
     */
    void commit(TopicPartition partition, OffsetAndMetadata offset) {
        try {
            admin.alterConsumerGroupOffsets(group, Map.of(partition, offset))
                    .all()
                    .get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not take the offset of group " + group, failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** Looks up the topic's id and checks the partition: the client would wait until its timeout for a missing one. */
    private String topicId(TopicPartition partition) throws ExecutionException, InterruptedException {
        var topic = Objects.requireNonNull(admin.describeTopics(List.of(partition.topic()))
                .allTopicNames()
                .get()
                .get(partition.topic()));
        if (topic.partitions().stream().noneMatch(found -> found.partition() == partition.partition())) {
            throw new IllegalStateException(
                    "there is no partition %d of topic %s".formatted(partition.partition(), partition.topic()));
        }
        return topic.topicId().toString();
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while asking Kafka", cause);
    }
}
