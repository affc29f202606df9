package io.watchllm.bench.stack;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group is on one topic.
 *
 * @param topic the others that the group reads don't count
 */
public record TopicOffsets(Admin admin, String topic) {
    /** Up to the last record that is there. */
    private static final long ALL = -1;

    /** Sum of the offsets that the group has committed; 0 when there is none. */
    public long committed(String group) {
        return committedOffsets(group).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Offsets between what the group has committed and the end of the topic; what was deleted is none of them. */
    public long behind(String group) {
        var ends = offsets(OffsetSpec.latest());
        var begins = offsets(OffsetSpec.earliest());
        var committed = committedOffsets(group);
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var begin = begins.getOrDefault(end.getKey(), 0L);
                    return end.getValue() - Math.max(begin, committed.getOrDefault(end.getKey(), 0L));
                })
                .sum();
    }

    /** Deletes all that is in the topic. */
    public void empty() {
        var all = offsets(OffsetSpec.latest()).keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> RecordsToDelete.beforeOffset(ALL)));
        get(admin.deleteRecords(all).all());
    }

    private Map<TopicPartition, Long> committedOffsets(String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
        var wanted = get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(described -> described.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .collect(Collectors.toMap(Function.identity(), partition -> spec));
        var found = get(admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not tell of topic " + topic, failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka of topic " + topic, interrupted);
        }
    }
}
