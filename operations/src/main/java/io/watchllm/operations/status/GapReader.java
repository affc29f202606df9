package io.watchllm.operations.status;

import io.watchllm.operations.status.GroupView.Lag;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first record that a group has not committed. Offsets alone are not enough: transaction markers take offsets
 * too, so that a group which has read everything may be one short of the end.
 */
final class GapReader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_MAX = Duration.ofSeconds(10);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;

    /** The consumer must be read_committed and belong to no group. */
    GapReader(Consumer<byte @Nullable [], byte @Nullable []> consumer) {
        this.consumer = consumer;
    }

    /** The lag between {@code from} and {@code ends} in each partition. */
    Map<TopicPartition, Lag> lags(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Lag> lags = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>();
        from.forEach((partition, offset) -> {
            var gap = ends.getOrDefault(partition, 0L) - offset;
            lags.put(partition, gap <= 0 ? Lag.NONE : new Lag(gap, null));
            if (gap > 0) {
                open.add(partition);
            }
        });
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        var deadline = System.nanoTime() + READ_MAX.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            var records = consumer.poll(POLL);
            for (var partition : records.partitions()) {
                if (open.remove(partition)) {
                    var first = records.records(partition).getFirst();
                    var behind = ends.getOrDefault(partition, 0L) - first.offset();
                    lags.put(partition, behind <= 0 ? Lag.NONE : new Lag(behind, age(first.timestamp())));
                }
            }
            for (var partition : Set.copyOf(open)) {
                if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
                    open.remove(partition);
                    lags.put(partition, Lag.NONE);
                }
            }
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !open.contains(partition))
                    .toList());
        }
        return lags;
    }

    private static double age(long timestamp) {
        return Math.max(0, System.currentTimeMillis() - timestamp) / MILLIS_PER_SECOND;
    }
}
