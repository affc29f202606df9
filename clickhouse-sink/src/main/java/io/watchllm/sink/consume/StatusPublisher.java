package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.LogBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Publishes health, status and gauges of one table from the loop's state. Written by the loop's thread, read by any.
 */
final class StatusPublisher {
    /** Reading the status of every partition costs more than a turn that finds nothing to do. */
    private static final long EVERY_MILLIS = 100;

    private static final double MILLIS_PER_SECOND = 1_000;

    private final SinkTable table;
    private final SinkSettings settings;
    private final SinkMetrics.TableMetrics metrics;
    private volatile TableStatus status;
    private long publishedAt;

    /** State of the loop; {@code running} are the partitions that have a pipeline. */
    record Looked(PartitionPipelines flows, Assignments assignments, Backlog backlog, List<PartitionStatus> running) {}

    StatusPublisher(SinkTable table, SinkSettings settings, SinkMetrics.TableMetrics metrics) {
        this.table = table;
        this.settings = settings;
        this.metrics = metrics;
        this.status = new TableStatus(table.table(), false, "joining the group " + table.group());
    }

    TableStatus status() {
        return status;
    }

    boolean due(long now) {
        return now - publishedAt >= EVERY_MILLIS;
    }

    /**
     * Publishes the status.
     *
     * @param joined whether this sink is a member of its group
     * @param commitTrouble why offset commits fail; empty when they do not
     */
    void publish(Looked looked, boolean joined, String commitTrouble, long now) {
        publishedAt = now;
        var stopped = looked.assignments().stopped();
        var troubles = troubles(looked, now);
        var kafkaTrouble = Stream.of(
                        looked.backlog().trouble(),
                        commitTrouble,
                        looked.assignments().trouble())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        var partitions = new ArrayList<>(looked.running());
        stopped.forEach((partition, why) ->
                partitions.add(stopped(partition, why, looked.backlog().log(partition))));
        var published = TableStatus.of(table.table(), joined, kafkaTrouble, troubles, partitions);
        status = published;
        var flows = looked.flows();
        metrics.set(SinkMetrics.IN_FLIGHT_BYTES, flows.bytes());
        metrics.set(SinkMetrics.LAG, published.lagRecords());
        metrics.set(SinkMetrics.LAG_TIME, published.lagTime().toMillis() / MILLIS_PER_SECOND);
        metrics.set(SinkMetrics.PARTITIONS, partitions.size());
        metrics.set(SinkMetrics.STOPPED, troubles.size());
        metrics.set(
                SinkMetrics.IN_DOUBT,
                flows.all().values().stream()
                        .filter(flow -> flow.lane().inDoubt())
                        .count());
        metrics.set(SinkMetrics.HIDDEN, looked.backlog().hidden());
        metrics.set(
                SinkMetrics.GAP_OFFSETS,
                stopped.values().stream().mapToLong(each -> each.stop().gap()).sum());
        metrics.set(SinkMetrics.RETENTION_LEFT, retentionLeft(looked, now));
    }

    private Map<TopicPartition, String> troubles(Looked looked, long now) {
        Map<TopicPartition, String> troubles = new LinkedHashMap<>();
        looked.assignments()
                .stopped()
                .forEach((partition, stopped) ->
                        troubles.put(partition, stopped.stop().why()));
        troubles.putAll(looked.flows().troubles(settings.inserting().unreadyAttempts()));
        looked.backlog().stuck(now).forEach(troubles::putIfAbsent);
        return troubles;
    }

    private static PartitionStatus stopped(
            TopicPartition partition, Assignments.Stopped stopped, @Nullable LogBounds log) {
        var since = Instant.ofEpochMilli(stopped.sinceMillis());
        var lag = log == null ? 0 : log.stable() - Math.max(log.start(), stopped.committed());
        return new PartitionStatus(
                partition.partition(),
                "stopped",
                -1,
                stopped.committed(),
                new PartitionStatus.Lag(Math.max(0, lag), Duration.ZERO),
                null,
                0,
                since,
                new PartitionStatus.LastError(stopped.stop().why(), since));
    }

    /** The least of all partitions; NaN when none is known. */
    private static double retentionLeft(Looked looked, long now) {
        var backlog = looked.backlog();
        var running = looked.flows().all().entrySet().stream().mapToDouble(entry -> {
            var flow = entry.getValue();
            var first = flow.lane().firstUnlanded(flow.position());
            return backlog.secondsLeft(entry.getKey(), !flow.settled(), first, now);
        });
        var stopped = looked.assignments().stopped().entrySet().stream().mapToDouble(entry -> {
            return backlog.secondsLeft(entry.getKey(), false, entry.getValue().committed(), now);
        });
        return DoubleStream.concat(running, stopped)
                .filter(seconds -> !Double.isNaN(seconds))
                .min()
                .orElse(Double.NaN);
    }
}
