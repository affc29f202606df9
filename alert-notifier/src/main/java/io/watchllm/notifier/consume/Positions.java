package io.watchllm.notifier.consume;

import io.watchllm.notifier.core.DeliveryQueue;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets of a target's consumer: commits what the queue has finished, gives up partitions that another process takes
 * over, and probes Kafka periodically.
 */
final class Positions implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(Positions.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(10);

    private final Consumer<?, ?> consumer;
    private final DeliveryQueue queue;
    private final TargetLoop.Parts parts;
    private final TargetStatus status;
    private final Map<Integer, Long> committed = new HashMap<>();
    /** Partitions whose start offset Kafka has not returned yet. */
    private final Set<TopicPartition> unplaced = new HashSet<>();

    private Instant committedAt = Instant.MIN;
    private Instant probedAt = Instant.MIN;

    Positions(Consumer<?, ?> consumer, DeliveryQueue queue, TargetLoop.Parts parts, TargetStatus status) {
        this.consumer = consumer;
        this.queue = queue;
        this.parts = parts;
        this.status = status;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(this::begin);
    }

    /**
     * Takes over the partition's start offset to commit it: a new group has looked back, and a stop before the first
     * alert must skip none. If Kafka does not return the offset, it is asked again later; an exception here would end
     * the loop and its membership, and so cause the next rebalance.
     */
    private void begin(TopicPartition partition) {
        try {
            queue.begin(partition.partition(), consumer.position(partition, TIMEOUT));
            unplaced.remove(partition);
        } catch (RetriableException failure) {
            unplaced.add(partition);
            log.warn(
                    "position not known yet target={} partition={} error={}",
                    parts.target().name(),
                    partition.partition(),
                    failure.toString());
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
            queue.forget(partition.partition());
            committed.remove(partition.partition());
            unplaced.remove(partition);
        }
    }

    /** Commits records skipped without a message, at most once per commit interval. */
    void commitNowAndThen() {
        if (!parts.clock().instant().isBefore(committedAt.plus(COMMIT_INTERVAL))) {
            List.copyOf(unplaced).forEach(this::begin);
            commit();
        }
    }

    /** Commits finished offsets; if that fails, the next commit covers them. */
    void commit() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        queue.committable().forEach((partition, offset) -> {
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
        } catch (WakeupException | InterruptException stop) {
            throw stop;
        } catch (KafkaException failure) {
            // The group rebalances or has removed this member, or Kafka is unavailable or rejects the commit: at worst,
            // notifications are repeated. Restarting the loop would certainly repeat them; poll shows whether the
            // consumer still works.
            status.failed(
                    "positions were not committed: " + failure, parts.clock().instant());
            log.warn(
                    "positions not committed target={} error={}", parts.target().name(), failure.toString());
        }
    }

    /** Checks whether Kafka answers: a consumer that gets no records does not say why. */
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
            log.warn("kafka gives no answer target={} error={}", parts.target().name(), failure.toString());
        }
    }

    /** Commits one last time and leaves the group. */
    void close() {
        try {
            commitLast();
        } catch (KafkaException failure) {
            log.warn(
                    "positions not committed target={} error={}", parts.target().name(), failure.toString());
        } finally {
            consumer.close(CloseOptions.timeout(TIMEOUT));
        }
    }

    private void commitLast() {
        try {
            commit();
        } catch (WakeupException stop) {
            // The wakeup is the stop request, noticed only now. Commit again so that delivered alerts are not repeated.
            commit();
        }
    }
}
