package io.watchllm.operations.kafka;

import io.watchllm.operations.OperationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka knows of topics and groups. Each method asks, and throws an {@link OperationException} that says what to
 * do when Kafka does not answer, or has no such topic.
 *
 * @param admin closed by whoever opened it
 */
public record KafkaState(Admin admin) {

    /**
     * A topic.
     *
     * @param id its id
     * @param partitions in order
     */
    public record Topic(String id, List<TopicPartition> partitions) {
        public Topic {
            partitions = List.copyOf(partitions);
        }
    }

    /** The topic of this name. */
    public Topic topic(String name) {
        var found = get(
                Objects.requireNonNull(
                        admin.describeTopics(List.of(name)).topicNameValues().get(name)),
                name);
        return new Topic(
                found.topicId().toString(),
                found.partitions().stream()
                        .map(info -> new TopicPartition(name, info.partition()))
                        .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                        .toList());
    }

    /** Whether there is a topic of this name. */
    public boolean exists(String name) {
        return get(admin.listTopics().names(), name).contains(name);
    }

    /** Offsets of partitions, open transactions included; -1 for a time after the last record. */
    public Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        return offsets(partitions, spec, IsolationLevel.READ_UNCOMMITTED);
    }

    /** The same as readers of committed records see them. */
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        return offsets(partitions, spec, IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel level) {
        var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec));
        var topics = partitions.stream().map(TopicPartition::topic).distinct().collect(Collectors.joining(", "));
        return get(admin.listOffsets(asked, new ListOffsetsOptions(level)).all(), topics).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** The commits of a group; none when there is no such group. */
    public Map<TopicPartition, OffsetAndMetadata> commits(String group) {
        var commits = new HashMap<TopicPartition, OffsetAndMetadata>();
        if (group(group) != null) {
            get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group), group)
                    .forEach((partition, commit) -> {
                        if (commit != null) {
                            commits.put(partition, commit);
                        }
                    });
        }
        return commits;
    }

    /** The group; null when there is none. */
    public @Nullable ConsumerGroupDescription group(String group) {
        try {
            return Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw unanswered(failure, group);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** Members of the group; 0 when there is no such group. */
    public int members(String group) {
        var found = group(group);
        return found == null ? 0 : found.members().size();
    }

    /** Sets offsets of a group; Kafka rejects it while the group has members. */
    public void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        get(admin.alterConsumerGroupOffsets(group, offsets).all(), group);
    }

    private static <T> T get(KafkaFuture<T> answer, String about) {
        return get(answer.toCompletionStage().toCompletableFuture(), about);
    }

    /**
     * Waits for an answer.
     *
     * @param about the topic or group, for messages
     */
    public static <T> T get(Future<T> answer, String about) {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw unanswered(failure, about);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static OperationException unanswered(ExecutionException failure, String about) {
        return failure.getCause() instanceof UnknownTopicOrPartitionException
                ? new OperationException("topic " + about + " does not exist. Run: watchllm topics create")
                : new OperationException(
                        "Kafka does not answer for " + about
                                + ", and nothing was changed. Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right",
                        failure.getCause());
    }

    private static OperationException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new OperationException("interrupted while asking Kafka", interrupted);
    }
}
