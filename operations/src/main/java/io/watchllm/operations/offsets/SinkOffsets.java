package io.watchllm.operations.offsets;

import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.PartitionFacts;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.OperationException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Moves the group of a table, or accepts the loss of records that left Kafka before its sinks read them. */
public record SinkOffsets(GroupFacts facts) {

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
     * A loss, and why the sink is stopped.
     *
     * @param loss offsets from the committed one, or from the end of an open range that the table holds, to the start
     *     of the log
     * @param why reason that the sink reports
     */
    public record Plan(AcceptedLosses.Loss loss, String why) {}

    /**
     * Moves the group, while none of its sinks runs. Records that are read from there on get tokens of a new epoch:
     * they are stored regardless of what was stored before.
     *
     * @param partition the only one; null for all
     * @param dryRun whether nothing is changed
     * @throws OperationException when the group may not be moved there, or a sink has joined meanwhile; nothing was
     *     changed then, and the message says why
     */
    public List<Move> rewind(@Nullable Integer partition, Target target, boolean dryRun) {
        requireEmpty();
        var partitions = partition == null ? facts.partitions() : List.of(partition);
        var moves =
                partitions.stream().map(each -> move(facts.of(each), target)).toList();
        if (!dryRun) {
            var metadata = OffsetMetadata.landed(facts.clock().millis()).text(facts.topicId());
            requireEmpty();
            facts.commit(moves.stream()
                    .collect(Collectors.toMap(
                            move -> new TopicPartition(facts.table().topic(), move.partition()),
                            move -> new OffsetAndMetadata(move.next(), metadata))));
        }
        return moves;
    }

    /**
     * Accepts the loss of a partition's records. It adds a row to the ledger; the sink that is stopped at the gap finds
     * it there within seconds and continues, so sinks may run meanwhile.
     *
     * @param dryRun whether nothing is changed
     * @throws OperationException when nothing is lost in this partition, or Kafka or ClickHouse do not answer; nothing
     *     was changed then
     */
    public Plan acceptLoss(int partition, boolean dryRun) {
        var found = facts.of(partition);
        var commit = found.commit();
        var open = found.openRange();
        var stored = facts.stored(found, open);
        var start = StartRules.decide(found, stored, facts.clock().millis());
        if (commit == null || !(start instanceof StartRules.Stop stop && stop.gap() > 0)) {
            throw noLoss(found, start);
        }
        var table = facts.table();
        var loss = new AcceptedLosses.Loss(
                table.group(),
                table.topic(),
                facts.topicId(),
                partition,
                open != null && stored.holds(open) ? open.to() + 1 : commit.offset(),
                found.log().start());
        if (!dryRun) {
            facts.accept(loss);
        }
        return new Plan(loss, stop.why());
    }

    private OperationException noLoss(PartitionFacts found, StartRules.Start start) {
        var where = "partition " + found.name().partition() + " of table "
                + facts.table().table() + ": ";
        return new OperationException(
                switch (start) {
                    case StartRules.Ended ended ->
                        "this is no loss to accept: " + ended.stop().why();
                    case StartRules.Stop stop -> "this is no loss to accept: " + stop.why();
                    case StartRules.Begin begin
                    when begin.lost() > 0 ->
                        where + "its loss is accepted already; the sink goes on at offset " + begin.offset();
                    case StartRules.Begin begin ->
                        "nothing is lost in " + where + "the sink goes on at offset " + begin.offset()
                                + ", and the log begins at offset "
                                + found.log().start();
                });
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
