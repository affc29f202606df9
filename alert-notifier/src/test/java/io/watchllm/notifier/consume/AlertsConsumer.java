package io.watchllm.notifier.consume;

import io.watchllm.notifier.Alerts;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own fake of a consumer, on the topic of alerts; commits and positions can fail as they do in a real group.
 */
final class AlertsConsumer extends MockConsumer<byte @Nullable [], byte @Nullable []> {
    static final TopicPartition FIRST = new TopicPartition(Topics.ALERTS.name(), 0);
    static final TopicPartition SECOND = new TopicPartition(Topics.ALERTS.name(), 1);

    private final Queue<RuntimeException> commitFailures = new ArrayDeque<>();
    private final Queue<RuntimeException> positionFailures = new ArrayDeque<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    AlertsConsumer() {
        super("earliest");
        updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        updateEndOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    /** The next commit fails so. */
    void failCommit(RuntimeException failure) {
        commitFailures.add(failure);
    }

    /** The next question for a position fails so. */
    void failPosition(RuntimeException failure) {
        positionFailures.add(failure);
    }

    /** Another poll does this first, after those that were planned before. */
    void atPoll(Runnable task) {
        schedulePollTask(task);
    }

    void add(long offset, byte @Nullable [] value) {
        addRecord(new ConsumerRecord<>(
                FIRST.topic(),
                FIRST.partition(),
                offset,
                Alerts.TIME.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    /** What the group has. */
    Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    void assign(TopicPartition... partitions) {
        rebalance(List.of(partitions));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        if (commitFailures.peek() != null) {
            throw commitFailures.remove();
        }
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
        if (positionFailures.peek() != null) {
            throw positionFailures.remove();
        }
        return super.position(partition, timeout);
    }
}
