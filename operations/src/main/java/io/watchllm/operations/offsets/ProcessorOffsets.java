package io.watchllm.operations.offsets;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Moves the group of the processors in one partition, only while no processor runs: past records that left Kafka before
 * they were read, or back. The new offset keeps the partition time, which Kafka Streams stored with the committed one.
 *
 * @param group application id of the processors
 */
public record ProcessorOffsets(KafkaConnection kafka, String group) {

    /**
     * A move.
     *
     * @param committed the committed offset
     * @param next the offset at which reading continues
     * @param end end of the log
     */
    public record Move(long committed, long next, long end) {}

    /**
     * Accepts the loss of records that left Kafka before they were read. The ledger is written first: it records the
     * accepted loss whatever happens next, and a second run completes the move.
     *
     * @param ledger how to reach ClickHouse, which has the ledger
     * @param dryRun whether nothing is changed
     * @throws IllegalStateException when nothing is lost there, a processor runs, Kafka does not answer, or ClickHouse
     *     rejects it
     */
    public AcceptedLosses.Loss acceptLoss(
            TopicPartition partition, ClickHouseSettings ledger, Clock clock, boolean dryRun) {
        try (var admin = kafka.admin();
                var sql = ClickHouseConnection.open(ledger)) {
            var position = new GroupPosition(new KafkaState(admin), group);
            position.requireEmpty();
            var standing = position.standing(partition);
            var committed = standing.committed();
            if (committed == null || committed.offset() >= standing.start()) {
                throw nothingLost(partition, standing);
            }
            var loss = new AcceptedLosses.Loss(
                    group,
                    partition.topic(),
                    standing.topicId(),
                    partition.partition(),
                    committed.offset(),
                    standing.start());
            if (!dryRun) {
                AcceptedLosses.add(sql, loss, clock.instant());
                position.commit(partition, new OffsetAndMetadata(standing.start(), committed.metadata()));
            }
            return loss;
        }
    }

    private IllegalStateException nothingLost(TopicPartition partition, GroupPosition.Standing standing) {
        var committed = standing.committed();
        return new IllegalStateException(
                committed != null && committed.offset() > standing.end()
                        ? "this is no loss to accept: the log of %s was cut; group %s stands at offset %d, and the log ends at offset %d. Read it from there with: watchllm processor rewind"
                                .formatted(partition, group, committed.offset(), standing.end())
                        : "nothing is lost in partition %d of %s: group %s stands at %s, and the log begins at offset %d"
                                .formatted(
                                        partition.partition(),
                                        partition.topic(),
                                        group,
                                        committed == null ? "no offset" : "offset " + committed.offset(),
                                        standing.start()));
    }

    /**
     * Moves the group back, to the offset from which a truncated log holds other records than those that were read, or
     * to a given one. Events that are read again are counted as duplicates as long as their ids are known.
     *
     * @param offset where to; null for the offset at which the log was cut
     * @param dryRun whether nothing is changed
     * @throws OperationException when the group may not be moved there, the log was not cut, Kafka does not answer, or
     *     a processor has joined meanwhile; nothing was changed then
     */
    public Move rewind(TopicPartition partition, @Nullable Long offset, boolean dryRun) {
        try (var admin = kafka.admin()) {
            var position = new GroupPosition(new KafkaState(admin), group);
            position.requireEmpty();
            var standing = position.standing(partition);
            var committed = standing.committed();
            if (committed == null) {
                throw new OperationException(
                        "group %s has no offset in %s: it begins at the start of the log, offset %d"
                                .formatted(group, partition, standing.start()));
            }
            var last = Math.min(committed.offset(), standing.end());
            long next = offset == null ? divergence(partition, committed, standing.end()) : offset;
            if (next < standing.start() || next > last) {
                throw new OperationException(
                        "group %s stands at offset %d of %s; %d is no offset to go back to, expected %d to %d"
                                .formatted(group, committed.offset(), partition, next, standing.start(), last));
            }
            if (!dryRun) {
                position.commit(partition, new OffsetAndMetadata(next, committed.metadata()));
            }
            return new Move(committed.offset(), next, standing.end());
        }
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
