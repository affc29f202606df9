package io.watchllm.sink.observe;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.sink.observe.TableStatus.PartitionStatus;
import io.watchllm.sink.observe.TableStatus.PartitionStatus.Lag;
import io.watchllm.sink.observe.TableStatus.PartitionStatus.LastError;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Publishes health, status and gauges of one table from the states of its partitions. Remembers since when a state
 * lasts, and the last error. Written by the loop's thread, read by any.
 */
public final class StatusPublisher {
    /** Reading the status of every partition costs more than a turn that finds nothing to do. */
    private static final long EVERY_MILLIS = 100;

    private static final double MILLIS_PER_SECOND = 1_000;

    private final SinkTable table;
    private final Backlog backlog;
    private final SinkMetrics.TableMetrics metrics;
    private Map<TopicPartition, PartitionStatus> partitions = Map.of();
    private volatile TableStatus status;
    private long publishedAt;

    /**
     * State of the loop.
     *
     * @param joined whether this sink is a member of its group
     * @param troubles what is wrong with the loop as a whole; empty texts are left out
     * @param bufferBytes memory that its buffers take
     */
    public record Loop(boolean joined, List<String> troubles, long bufferBytes) {}

    public StatusPublisher(SinkTable table, Backlog backlog, SinkMetrics.TableMetrics metrics) {
        this.table = table;
        this.backlog = backlog;
        this.metrics = metrics;
        this.status = new TableStatus(table.table(), false, "joining the group " + table.group());
    }

    public TableStatus status() {
        return status;
    }

    public boolean due(long now) {
        return now - publishedAt >= EVERY_MILLIS;
    }

    /** Publishes the status; {@code unread} returns the number of records that the consumer has not read. */
    public void publish(
            Map<TopicPartition, PipelineState> states, Loop loop, ToLongFunction<TopicPartition> unread, long now) {
        publishedAt = now;
        Map<TopicPartition, PartitionStatus> all = new LinkedHashMap<>();
        Map<TopicPartition, String> troubles = new LinkedHashMap<>();
        states.forEach((partition, state) -> {
            var lag = lag(partition, state, unread, now);
            all.put(partition, status(partition.partition(), state, lag, partitions.get(partition), now));
            if (!state.trouble().isEmpty()) {
                troubles.put(partition, state.trouble());
            }
        });
        backlog.stuck(now).forEach(troubles::putIfAbsent);
        partitions = all;
        var kafkaTrouble = Stream.concat(Stream.of(backlog.trouble()), loop.troubles().stream())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        var published = TableStatus.of(table.table(), loop.joined(), kafkaTrouble, troubles, List.copyOf(all.values()));
        status = published;
        metrics.set(SinkMetrics.IN_FLIGHT_BYTES, loop.bufferBytes());
        metrics.set(SinkMetrics.LAG, published.lagRecords());
        metrics.set(SinkMetrics.LAG_TIME, published.lagTime().toMillis() / MILLIS_PER_SECOND);
        metrics.set(SinkMetrics.PARTITIONS, all.size());
        metrics.set(SinkMetrics.STOPPED, troubles.size());
        metrics.set(
                SinkMetrics.IN_DOUBT,
                states.values().stream().filter(PipelineState::inDoubt).count());
        metrics.set(SinkMetrics.HIDDEN, backlog.hidden());
        metrics.set(
                SinkMetrics.GAP_OFFSETS,
                states.values().stream().mapToLong(PipelineState::gap).sum());
        metrics.set(SinkMetrics.RETENTION_LEFT, retentionLeft(states, now));
    }

    private static PartitionStatus status(
            int partition, PipelineState state, Lag lag, @Nullable PartitionStatus before, long now) {
        var at = Instant.ofEpochMilli(now);
        var error = before == null ? null : before.lastError();
        var failure = state.latestFailure();
        if (!failure.isEmpty() && (error == null || !error.message().equals(failure))) {
            error = new LastError(failure, at);
        }
        var since = before != null && before.pipeline().state().equals(state.state()) ? before.since() : at;
        return new PartitionStatus(partition, state, lag, since, error);
    }

    private Lag lag(TopicPartition partition, PipelineState state, ToLongFunction<TopicPartition> unread, long now) {
        if (state.stopped()) {
            var log = backlog.log(partition);
            var records = log == null ? 0 : log.stable() - Math.max(log.start(), state.committed());
            return new Lag(Math.max(0, records), Duration.ZERO);
        }
        // When all is landed, the pipeline is right after the last record, but the consumer is past the markers that
        // follow.
        if (state.caughtUp() && state.takesRecords()) {
            backlog.passed(partition, state.position());
            return new Lag(unread.applyAsLong(partition), Duration.ZERO);
        }
        var from = state.firstUnlanded();
        return new Lag(
                backlog.records(partition, from, unread.applyAsLong(partition)), backlog.time(partition, from, now));
    }

    /** The least of all partitions; NaN when none is known. */
    private double retentionLeft(Map<TopicPartition, PipelineState> states, long now) {
        return states.entrySet().stream()
                .mapToDouble(entry -> {
                    var state = entry.getValue();
                    return backlog.secondsLeft(entry.getKey(), !state.caughtUp(), state.firstUnlanded(), now);
                })
                .filter(seconds -> !Double.isNaN(seconds))
                .min()
                .orElse(Double.NaN);
    }
}
