package io.watchllm.sink.consume;

import io.watchllm.sink.core.WriterState;
import io.watchllm.sink.write.BatchPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tracks what the pipelines do not remember: since when a state lasts, and the last error. Used by the loop's thread
 * only.
 */
final class PartitionStatuses {
    private final Backlog backlog;
    private final Map<TopicPartition, Entry> entries = new HashMap<>();

    /** History of a partition. */
    private static final class Entry {
        private String state = "";
        private Instant since = Instant.EPOCH;
        private long committed = -1;
        private PartitionStatus.@Nullable LastError lastError;
    }

    PartitionStatuses(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Records the committed offset. */
    void committed(TopicPartition partition, long offset) {
        entry(partition).committed = offset;
    }

    /** The committed offset; negative when there is none, or none is known. */
    long committed(TopicPartition partition) {
        return entry(partition).committed;
    }

    private Entry entry(TopicPartition partition) {
        return entries.computeIfAbsent(partition, key -> new Entry());
    }

    /** The status of each partition; {@code unread} returns the number of records that the consumer has not read. */
    List<PartitionStatus> look(PartitionPipelines flows, ToLongFunction<TopicPartition> unread, long now) {
        entries.keySet().retainAll(flows.all().keySet());
        List<PartitionStatus> all = new ArrayList<>();
        flows.all().forEach((partition, flow) -> all.add(look(partition, flow, unread.applyAsLong(partition), now)));
        return all;
    }

    private PartitionStatus look(TopicPartition partition, PartitionPipeline flow, long unread, long now) {
        var entry = entry(partition);
        var at = Instant.ofEpochMilli(now);
        var state = word(flow);
        if (!state.equals(entry.state)) {
            entry.state = state;
            entry.since = at;
        }
        var error = flow.trouble(1);
        if (!error.isEmpty()
                && (entry.lastError == null || !entry.lastError.message().equals(error))) {
            entry.lastError = new PartitionStatus.LastError(error, at);
        }
        return new PartitionStatus(
                partition.partition(),
                state,
                flow.position(),
                entry.committed,
                lag(partition, flow, unread, now),
                flow.lane().open(),
                attempts(flow.lane().state()),
                entry.since,
                entry.lastError);
    }

    private PartitionStatus.Lag lag(TopicPartition partition, PartitionPipeline flow, long unread, long now) {
        // When all is landed, the pipeline is right after the last record, but the consumer is past the markers that
        // follow.
        if (flow.settled() && flow.blocked() == null) {
            backlog.passed(partition, flow.position());
            return new PartitionStatus.Lag(unread, Duration.ZERO);
        }
        var from = flow.lane().firstUnlanded(flow.position());
        return new PartitionStatus.Lag(backlog.records(partition, from, unread), backlog.time(partition, from, now));
    }

    private static String word(PartitionPipeline flow) {
        var state = flow.lane().state();
        return flow.blocked() != null && !(state instanceof WriterState.Halted)
                ? "blocked"
                : state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static int attempts(WriterState<BatchPayload> state) {
        return switch (state) {
            case WriterState.Waiting<BatchPayload> waiting -> waiting.attempts();
            case WriterState.Sending<BatchPayload> sending -> sending.attempt();
            default -> 0;
        };
    }
}
