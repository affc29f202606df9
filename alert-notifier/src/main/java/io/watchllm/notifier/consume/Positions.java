package io.watchllm.notifier.consume;

import io.watchllm.notifier.core.TargetLane;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a target's consumer stands: commits what the lane is done with, gives up what another process takes over, and
 * asks Kafka now and then whether it is still there.
 */
final class Positions implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(Positions.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(10);

    private final Consumer<?, ?> consumer;
    private final TargetLane lane;
    private final LoopParts parts;
    private final TargetStatus status;
    private final Map<Integer, Long> committed = new HashMap<>();
    private Instant committedAt = Instant.MIN;
    private Instant probedAt = Instant.MIN;

    Positions(Consumer<?, ?> consumer, TargetLane lane, LoopParts parts, TargetStatus status) {
        this.consumer = consumer;
        this.lane = lane;
        this.parts = parts;
        this.status = status;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            // A new group has looked back: where it began is committed, so that a stop before the first alert skips
            // none.
            lane.begin(partition.partition(), consumer.position(partition, TIMEOUT));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            lane.forget(partition.partition());
            committed.remove(partition.partition());
        }
    }

    /** Commits what is passed over without a message, which need not be at once. */
    void commitNowAndThen() {
        if (!parts.clock().instant().isBefore(committedAt.plus(COMMIT_INTERVAL))) {
            commit();
        }
    }

    /** Commits what is done; what could not be committed is tried again with the next. */
    void commit() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        lane.committable().forEach((partition, offset) -> {
            if (!offset.equals(committed.get(partition))) {
                offsets.put(new TopicPartition(Topics.ALERTS.name(), partition), new OffsetAndMetadata(offset));
            }
        });
        committedAt = parts.clock().instant();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, TIMEOUT);
            offsets.forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        } catch (CommitFailedException | RetriableException failure) {
            // The group goes on without us, or Kafka is away: what was told is told again at worst.
            log.warn("positions not committed target={} error={}", parts.name(), failure.toString());
        }
    }

    /** Looks whether Kafka answers: a consumer that gets no records does not say why. */
    void probe() {
        var now = parts.clock().instant();
        if (now.isBefore(probedAt.plus(PROBE_INTERVAL))) {
            return;
        }
        probedAt = now;
        try {
            var _ = consumer.endOffsets(List.of(new TopicPartition(Topics.ALERTS.name(), 0)), TIMEOUT);
            var lag = consumer.assignment().stream()
                    .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                    .sum();
            status.reading(lag);
        } catch (RetriableException failure) {
            status.heldUp("Kafka gives no answer", now);
            log.warn("kafka gives no answer target={} error={}", parts.name(), failure.toString());
        }
    }

    /** Commits a last time and leaves the group. */
    void close() {
        try {
            commit();
        } catch (KafkaException failure) {
            log.warn("positions not committed target={} error={}", parts.name(), failure.toString());
        } finally {
            consumer.close(CloseOptions.timeout(TIMEOUT));
        }
    }
}
