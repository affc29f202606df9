package io.watchllm.sink.consume;

import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.LeaderEpochs;
import io.watchllm.sink.core.PartitionWriter;
import io.watchllm.sink.core.Progress;
import io.watchllm.sink.core.WriterState;
import io.watchllm.sink.write.BatchPayload;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Read position of one partition, which includes the transaction markers after its last record, and the leader epochs
 * of what was read. Used by the loop's thread only.
 */
final class ReadPosition {
    private final PartitionWriter<BatchPayload> lane;
    private final BatchPlanner planner;
    private final LeaderEpochs epochs;
    /** The consumer's position while it is ahead of what must be read again; negative otherwise. */
    private long reached = -1;

    private @Nullable Long otherFrom;

    ReadPosition(PartitionWriter<BatchPayload> lane, BatchPlanner planner, LeaderEpochs epochs) {
        this.lane = lane;
        this.planner = planner;
        this.epochs = epochs;
    }

    /**
     * Checks a record that was read.
     *
     * @return false when it must not be taken: it lies in a range that is read again, but was written by a later leader
     *     than any record of the range before. Under the token of the range it would be dropped as a repeat
     */
    boolean read(ConsumerRecord<?, ?> record) {
        var epoch = record.leaderEpoch().orElse(null);
        var again = planner.repeated();
        var before = again == null || record.offset() > again.to() ? null : again.leaderEpoch();
        if (otherFrom == null && epoch != null && before != null && epoch > before) {
            otherFrom = record.offset();
        }
        if (otherFrom == null && epoch != null) {
            epochs.read(record.offset(), epoch);
        }
        return otherFrom == null;
    }

    /** First offset at which a range that is read again comes from another log; null when none was found. */
    @Nullable
    Long otherFrom() {
        return otherFrom;
    }

    /** Notes that the consumer is at this offset, with no record between the last one and it. */
    void reached(long offset) {
        reached = offset;
        planner.reached(offset);
    }

    /** Notes that what was read must be read again. */
    void back() {
        reached = -1;
    }

    /** Next offset to read, be it for the first time or again. */
    long needs() {
        var open = lane.state() instanceof WriterState.Halted ? lane.open() : null;
        var next = Math.max(planner.position(), reached);
        return open == null ? next : Math.min(open.from(), next);
    }

    /** True when no batch is under way and everything landed is committed. */
    boolean quiet() {
        return lane.landed() == null && (lane.idle() || lane.state() instanceof WriterState.Halted);
    }

    /**
     * Requests a commit of the position if it is past the committed one: once retention has deleted the markers after
     * the last record, they could not be told from lost records.
     */
    void commit(long committed) {
        planner.reached(reached);
        if (planner.isEmpty() && planner.position() > committed) {
            lane.passed(planner.position());
        }
    }

    /** Notes that the broker has taken the commit. */
    void committed(Progress progress) {
        epochs.forgetBefore(progress.offset());
    }

    /** Epoch of the leader that wrote the record before this offset; null when it is not known. */
    @Nullable
    Integer leaderEpoch(long offset) {
        return epochs.before(offset);
    }
}
