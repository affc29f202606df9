package io.watchllm.sink.consume;

import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.LaneState;
import io.watchllm.sink.core.LeaderEpochs;
import io.watchllm.sink.core.PartitionLane;
import io.watchllm.sink.core.Progress;
import io.watchllm.sink.write.Load;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition was read: beyond its last record, since markers of transactions lie behind it, and under which
 * leaders. For the loop's thread.
 */
final class ReadPosition {
    private final PartitionLane<Load> lane;
    private final BatchPlanner planner;
    private final LeaderEpochs epochs;
    /** Where the consumer stands, as far as that is ahead of what is to be read again; else negative. */
    private long reached = -1;

    ReadPosition(PartitionLane<Load> lane, BatchPlanner planner, LeaderEpochs epochs) {
        this.lane = lane;
        this.planner = planner;
        this.epochs = epochs;
    }

    /** This record was read. */
    void read(ConsumerRecord<?, ?> record) {
        record.leaderEpoch().ifPresent(epoch -> epochs.read(record.offset(), epoch));
    }

    /** The consumer stands at this offset, and what lies between the last record and it is none. */
    void reached(long offset) {
        reached = offset;
        planner.reached(offset);
    }

    /** What was read is to be read again. */
    void back() {
        reached = -1;
    }

    /** First offset that is still to be read, be it for the first time or again. */
    long needs() {
        var open = lane.state() instanceof LaneState.Halted ? lane.open() : null;
        var next = Math.max(planner.position(), reached);
        return open == null ? next : Math.min(open.from(), next);
    }

    /** True when nothing is under way, and nothing has landed that is not committed. */
    boolean quiet() {
        return lane.landed() == null && (lane.idle() || lane.state() instanceof LaneState.Halted);
    }

    /**
     * Has the position committed, if it is ahead of what is: once retention has taken the markers behind the last
     * record, nobody could tell them from records that were lost.
     */
    void commit(long committed) {
        planner.reached(reached);
        if (planner.isEmpty() && planner.position() > committed) {
            lane.passed(planner.position());
        }
    }

    /** The commit is with the broker. */
    void committed(Progress progress) {
        epochs.forgetBefore(progress.offset());
    }

    /** Epoch of the leader that wrote the record before this offset; null when it is not known. */
    @Nullable
    Integer leaderEpoch(long offset) {
        return epochs.before(offset);
    }
}
