package io.watchllm.operations.skip;

import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Moves the processors back in a partition, to the offset from which a truncated log holds other records than those
 * that were read, or to a given one. Only while no processor runs. Events that are read again are counted as duplicates
 * as long as their ids are known.
 */
public final class ProcessorRewind {
    private final KafkaConnection kafka;
    private final String group;

    /**
     * Moves one group.
     *
     * @param group application id of the processors
     */
    public ProcessorRewind(KafkaConnection kafka, String group) {
        this.kafka = kafka;
        this.group = group;
    }

    /**
     * A move.
     *
     * @param committed the committed offset
     * @param next the offset at which reading continues
     * @param end end of the log
     */
    public record Move(long committed, long next, long end) {}

    private record Plan(Move move, OffsetAndMetadata next) {}

    /**
     * Plans the move without changing anything.
     *
     * @param offset where to; null for the offset at which the log was cut
     * @throws OperationException when the group may not be moved there, the log was not cut, or Kafka does not answer
     */
    public Move plan(TopicPartition partition, @Nullable Long offset) {
        try (var admin = kafka.admin()) {
            return plan(new GroupPosition(new KafkaState(admin), group), partition, offset)
                    .move();
        }
    }

    /**
     * Carries out the {@link #plan}.
     *
     * @throws OperationException as there, or when a processor has joined meanwhile; nothing was changed then
     */
    public Move rewind(TopicPartition partition, @Nullable Long offset) {
        try (var admin = kafka.admin()) {
            var position = new GroupPosition(new KafkaState(admin), group);
            var plan = plan(position, partition, offset);
            position.commit(partition, plan.next());
            return plan.move();
        }
    }

    private Plan plan(GroupPosition position, TopicPartition partition, @Nullable Long offset) {
        position.requireEmpty();
        var standing = position.standing(partition);
        var committed = standing.committed();
        if (committed == null) {
            throw new OperationException("group %s has no offset in %s: it begins at the start of the log, offset %d"
                    .formatted(group, partition, standing.start()));
        }
        var last = Math.min(committed.offset(), standing.end());
        long next = offset == null ? divergence(partition, committed, standing.end()) : offset;
        if (next < standing.start() || next > last) {
            throw new OperationException(
                    "group %s stands at offset %d of %s; %d is no offset to go back to, expected %d to %d"
                            .formatted(group, committed.offset(), partition, next, standing.start(), last));
        }
        // Keep the partition time, which Kafka Streams stored with the offset.
        return new Plan(
                new Move(committed.offset(), next, standing.end()), new OffsetAndMetadata(next, committed.metadata()));
    }

    /** First offset at which the log differs from what the group has read (KIP-320). */
    private long divergence(TopicPartition partition, OffsetAndMetadata committed, long end) {
        try (var consumer = kafka.consumer(Map.of("auto.offset.reset", "none"))) {
            consumer.assign(List.of(partition));
            // The consumer compares epochs only once it knows the leader, which it learns by asking for the end.
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition, KafkaConnection.TIMEOUT);
            consumer.seek(partition, committed);
            consumer.position(partition, KafkaConnection.TIMEOUT);
        } catch (LogTruncationException cut) {
            var back = cut.divergentOffsets().get(partition);
            if (back != null) {
                return back.offset();
            }
        } catch (KafkaException unanswered) {
            throw new OperationException("Kafka does not say where the log of " + partition + " was cut", unanswered);
        }
        throw new OperationException((committed.offset() > end
                        ? "the log of %s was cut: group %s stands at offset %d, and the log ends at offset %d; but Kafka does not say where. Use --to-offset with the first offset of the time of the election"
                        : "the log of %s was not cut: group %s stands at offset %d, and the log ends at offset %d. Use --to-offset to read records again")
                .formatted(partition, group, committed.offset(), end));
    }
}
