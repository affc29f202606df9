package io.watchllm.sink.consume;

import io.watchllm.delivery.core.LogCut;
import io.watchllm.sink.observe.Backlog;
import java.util.List;
import java.util.Set;
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
    private final PartitionPipelines pipelines;
    private final Assignments assignments;
    private final Backlog backlog;

    LostPositions(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            PartitionPipelines pipelines,
            Assignments assignments,
            Backlog backlog) {
        this.consumer = consumer;
        this.pipelines = pipelines;
        this.assignments = assignments;
        this.backlog = backlog;
    }

    /** Handles that Kafka no longer has what the consumer asked for. */
    void take(OffsetOutOfRangeException gone) {
        gone.offsetOutOfRangePartitions().forEach((partition, position) -> {
            // Without an epoch the consumer has nothing to validate, and does not throw again at each poll.
            consumer.seek(partition, new OffsetAndMetadata(position));
            var pipeline = pipelines.of(partition);
            var topicId = pipeline == null
                    ? assignments.ended(partition)
                    : pipeline.offsets().topicId();
            if (topicId != null && gone instanceof LogTruncationException truncated) {
                var back = truncated.divergentOffsets().get(partition);
                cut(partition, new LogCut(topicId, position, back == null ? null : back.offset()));
            } else if (pipeline != null) {
                pipeline.end("offset " + position + " was to be read next, and is not in the log");
            }
        });
    }

    private void cut(TopicPartition partition, LogCut cut) {
        assignments.cut(partition, cut);
        var pipeline = pipelines.of(partition);
        if (pipeline != null) {
            pipeline.end(cut.toString());
        }
    }

    /**
     * Looks for logs that begin after the next offset to read, or that differ from the log of an open range, and hands
     * ended pipelines back to the assignments.
     */
    void turn() {
        for (var pipeline : List.copyOf(pipelines.all())) {
            var partition = pipeline.partition();
            var cut = pipeline.offsets().cut();
            if (cut != null && !pipeline.ending()) {
                cut(partition, cut);
            }
            var log = backlog.log(partition);
            var needs = pipeline.offsets().needs();
            if (log != null && needs < log.start()) {
                pipeline.end("offset " + needs + " was to be read next, and the log begins at offset " + log.start());
            }
            if (pipeline.ending() && pipeline.offsets().quiet()) {
                pipelines.remove(Set.of(partition));
                assignments.add(Set.of(partition));
            }
        }
    }
}
