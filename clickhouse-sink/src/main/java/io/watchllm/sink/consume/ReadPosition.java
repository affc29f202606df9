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
 * How far one partition was read: beyond its last record, since markers of transactions lie behind it, and under which
 * leaders. For the loop's thread.
 */
final class ReadPosition {
    private final PartitionWriter<BatchPayload> lane;
    private final BatchPlanner planner;
    private final LeaderEpochs epochs;
    /** Where the consumer stands, as far as that is ahead of what is to be read again; else negative. */
    private long reached = -1;

    private @Nullable Long otherFrom;

    ReadPosition(PartitionWriter<BatchPayload> lane, BatchPlanner planner, LeaderEpochs epochs) {
        this.lane = lane;
        this.planner = planner;
        this.epochs = epochs;
    }

    /**
     * This record was read.
     *
     * @return false when it must not be taken: it lies in a range that is read again, and a later leader wrote it than
     *     any record that was there before. Under the token of the range it would be taken for a repeat
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

    /** Since where a range that is read again is of another log than it was; null when that was not found. */
    @Nullable
    Long otherFrom() {
        return otherFrom;
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
        var open = lane.state() instanceof WriterState.Halted ? lane.open() : null;
        var next = Math.max(planner.position(), reached);
        return open == null ? next : Math.min(open.from(), next);
    }

    /** True when nothing is under way, and nothing has landed that is not committed. */
    boolean quiet() {
        return lane.landed() == null && (lane.idle() || lane.state() instanceof WriterState.Halted);
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
