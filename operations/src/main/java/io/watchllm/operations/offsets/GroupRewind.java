package io.watchllm.operations.offsets;

import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.PartitionFacts;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.operations.OperationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Moves the group of a table, while none of its sinks runs. Records that are read from there on get tokens of a new
 * epoch: they are stored regardless of what was stored before.
 */
public final class GroupRewind {
    private final GroupFacts facts;

    public GroupRewind(GroupFacts facts) {
        this.facts = facts;
    }

    /** Target of a move. */
    public sealed interface Target {}

    /** To an offset. */
    public record ToOffset(long offset) implements Target {}

    /** To the first record that was appended at this time or later. */
    public record ToTime(Instant time) implements Target {}

    /** To right after the last row that the table holds. */
    public record ToTables() implements Target {}

    /**
     * A move of one partition.
     *
     * @param partition the partition
     * @param committed the committed offset; null when there is none
     * @param next the offset at which reading continues
     * @param again rows that the table has at offsets from there on: they would be stored twice, unless the log was
     *     truncated and they are of other records
     * @param passed offsets between the committed one and {@code next}, which would not be read
     */
    public record Move(int partition, @Nullable Long committed, long next, long again, long passed) {}

    /**
     * Plans the moves without changing anything.
     *
     * @param partition the only one; null for all
     * @throws OperationException when the group may not be moved there; the message says why
     */
    public List<Move> plan(@Nullable Integer partition, Target target) {
        requireEmpty();
        var moves = new ArrayList<Move>();
        for (var each : partition == null ? facts.partitions() : List.of(partition)) {
            moves.add(move(facts.of(each), target));
        }
        return moves;
    }

    /**
     * Carries out the {@link #plan}.
     *
     * @throws OperationException as there, or when a sink has joined meanwhile; nothing was changed then
     */
    public List<Move> rewind(@Nullable Integer partition, Target target) {
        var moves = plan(partition, target);
        var epoch = facts.clock().millis();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var move : moves) {
            var topicId = facts.of(move.partition()).name().topicId();
            offsets.put(
                    new TopicPartition(facts.table().topic(), move.partition()),
                    new OffsetAndMetadata(
                            move.next(), OffsetMetadata.landed(epoch).text(topicId)));
        }
        requireEmpty();
        facts.commit(offsets);
        return moves;
    }

    private void requireEmpty() {
        var members = facts.members();
        if (members > 0) {
            throw new OperationException("group " + facts.table().group() + " has " + members
                    + " members; stop every sink of table " + facts.table().table()
                    + " first, a group is moved only while it is empty");
        }
    }

    private Move move(PartitionFacts found, Target target) {
        var next = switch (target) {
            case ToOffset(var offset) -> within(found, offset);
            case ToTime(var time) -> Math.max(found.log().start(), facts.offsetAt(found, time));
            case ToTables tables -> behindTable(found);
        };
        var end = found.log().end();
        var again = next >= end
                ? 0
                : facts.stored(found, new Intent(0, next, end - 1, 0)).rangeRows();
        var commit = found.commit();
        return new Move(
                found.name().partition(),
                commit == null ? null : commit.offset(),
                next,
                again,
                commit == null ? 0 : Math.max(0, next - commit.offset()));
    }

    private static long within(PartitionFacts found, long offset) {
        var log = found.log();
        if (offset < log.start() || offset > log.end()) {
            throw new OperationException("partition " + found.name().partition() + ": offset " + offset
                    + " is not in the log; expected " + log.start() + " to " + log.end());
        }
        return offset;
    }

    private long behindTable(PartitionFacts found) {
        var open = found.openRange();
        var stored = facts.stored(found, open);
        var log = found.log();
        var where = "partition " + found.name().partition() + ": ";
        if (open != null && partly(open, stored)) {
            throw new OperationException(where + "of the open range " + open.from() + " to " + open.to()
                    + " the table holds " + stored.rangeRows() + " of " + open.rows()
                    + " rows, so nothing lies exactly behind what it holds. Use --to-offset " + (open.to() + 1)
                    + ", then watchllm audit --repair");
        }
        if (stored.inLog() == 0 && log.start() == 0) {
            // No rows, or rows of an earlier topic of the same name.
            return 0;
        }
        if (stored.rows() == 0) {
            return log.start();
        }
        if (stored.furthest() >= log.end()) {
            throw new OperationException(where + "the table holds rows up to offset " + stored.furthest()
                    + ", and the log ends at offset " + log.end()
                    + ": they are of another topic, or the log was cut. Use --to-offset");
        }
        return stored.furthest() + 1;
    }

    private static boolean partly(Intent open, StoredRows stored) {
        return stored.rangeRows() > 0 && (stored.rangeRows() != open.rows() || stored.rangeOffsets() != open.rows());
    }
}
