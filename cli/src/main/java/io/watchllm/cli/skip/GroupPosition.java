package io.watchllm.cli.skip;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where the group of the processors stands in one partition, and whether anybody is in it. */
record GroupPosition(Admin admin, String group) {

    /** Members of the group; 0 when there is no such group. */
    int members() {
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
     * What the group has committed; where it has committed nothing, the first offset, at which it would begin.
     *
     * @throws IllegalStateException when there is no such partition, or Kafka gives no answer
     */
    OffsetAndMetadata committed(TopicPartition partition) {
        try {
            requirePartition(partition);
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            var first = admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            // What the retention has taken can't be read: a group that stands before it begins behind it.
            return committed != null && committed.offset() >= first ? committed : new OffsetAndMetadata(first);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof UnknownTopicOrPartitionException
                    ? new IllegalStateException("topic " + partition.topic() + " does not exist")
                    : new IllegalStateException(
                            "Kafka does not say where group " + group + " stands", failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** Asked for the offsets of a partition that is not there, the client would wait for it until its time-out. */
    private void requirePartition(TopicPartition partition) throws ExecutionException, InterruptedException {
        var topic = admin.describeTopics(List.of(partition.topic()))
                .allTopicNames()
                .get()
                .values();
        var there = topic.stream()
                .flatMap(found -> found.partitions().stream())
                .anyMatch(found -> found.partition() == partition.partition());
        if (!there) {
            throw new IllegalStateException(
                    "there is no partition %d of topic %s".formatted(partition.partition(), partition.topic()));
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while asking Kafka", cause);
    }
}
