package io.watchllm.sink.consume;

import io.watchllm.sink.core.LogCut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the log no longer has what a pipeline is to read next, because retention deleted it or the log was
 * truncated. Such a pipeline takes no more records; once its batches are safe it ends, and the partition is handled as
 * if it had just been assigned. Used by the loop's thread only.
 */
final class LostPositions {
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final PartitionPipelines flows;
    private final Assignments assignments;
    private final Backlog backlog;
    private final Map<TopicPartition, PartitionPipeline> ending = new HashMap<>();

    LostPositions(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            PartitionPipelines flows,
            Assignments assignments,
            Backlog backlog) {
        this.consumer = consumer;
        this.flows = flows;
        this.assignments = assignments;
        this.backlog = backlog;
    }

    /** Handles that Kafka no longer has what the consumer asked for. */
    void take(OffsetOutOfRangeException gone) {
        gone.offsetOutOfRangePartitions().forEach((partition, position) -> {
            // Without an epoch the consumer has nothing to validate, and does not throw again at each poll.
            consumer.seek(partition, new OffsetAndMetadata(position));
            var flow = flows.all().get(partition);
            var topicId = flow == null ? assignments.ended(partition) : flow.topicId();
            if (topicId != null && gone instanceof LogTruncationException truncated) {
                var back = truncated.divergentOffsets().get(partition);
                cut(partition, new LogCut(topicId, position, back == null ? null : back.offset()));
            } else if (flow != null) {
                end(partition, flow, "offset " + position + " was to be read next, and is not in the log");
            }
        });
    }

    private void cut(TopicPartition partition, LogCut cut) {
        assignments.cut(partition, cut);
        var flow = flows.all().get(partition);
        if (flow != null) {
            end(partition, flow, cut.toString());
        }
    }

    /**
     * Looks for logs that begin after the next offset to read, or that differ from the log of an open range, and hands
     * ended pipelines back to the assignments.
     */
    void turn() {
        flows.all().forEach((partition, flow) -> {
            var otherFrom = flow.reading().otherFrom();
            var open = flow.lane().open();
            if (otherFrom != null && open != null && !ending.containsKey(partition)) {
                cut(partition, new LogCut(flow.topicId(), open.to() + 1, otherFrom));
            }
            var log = backlog.log(partition);
            if (log != null && flow.reading().needs() < log.start()) {
                end(
                        partition,
                        flow,
                        "offset " + flow.reading().needs() + " was to be read next, and the log begins at offset "
                                + log.start());
            }
        });
        ending.entrySet().removeIf(entry -> !flows.current(entry.getKey(), entry.getValue()));
        for (var partition : List.copyOf(ending.keySet())) {
            if (Objects.requireNonNull(ending.get(partition)).reading().quiet()) {
                ending.remove(partition);
                flows.remove(List.of(partition));
                assignments.add(List.of(partition));
            }
        }
    }

    private void end(TopicPartition partition, PartitionPipeline flow, String why) {
        if (ending.put(partition, flow) != flow) {
            flow.block(new PartitionPipeline.Blocked(why, false, Long.MAX_VALUE));
        }
    }
}
