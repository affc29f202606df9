package io.watchllm.sink.consume;

import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.LogCut;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.LeaderEpochs;
import io.watchllm.sink.core.PartitionWriter;
import io.watchllm.sink.core.PartitionWriter.Progress;
import io.watchllm.sink.core.PartitionWriter.State;
import io.watchllm.sink.table.BatchPayload;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of one partition: how far it was read, including the transaction markers after its last record, how far it is
 * committed, and the leader epochs of what was read. Used by the loop's thread only.
 */
final class PartitionOffsets {
    private final String topicId;
    private final PartitionWriter<BatchPayload> writer;
    private final BatchPlanner planner;
    private final LeaderEpochs epochs;
    private long committed;
    /** The consumer's position while it is ahead of what must be read again; negative otherwise. */
    private long reached = -1;
    /** First offset at which a range that is read again comes from another log. */
    private @Nullable Long otherFrom;

    PartitionOffsets(
            Starts.Found found, StartRules.Begin start, PartitionWriter<BatchPayload> writer, BatchPlanner planner) {
        this.topicId = found.topicId();
        this.committed = found.committed();
        this.writer = writer;
        this.planner = planner;
        this.epochs = new LeaderEpochs(start.offset(), start.leaderEpoch());
        if (start.metadata().open() == null) {
            // The start may be past lost records or past a range found landed; and where nothing was committed, the
            // epoch must be fixed from the first record on.
            passed(-1);
        }
    }

    /** Id of the topic. */
    String topicId() {
        return topicId;
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

    /** Set when a range that is read again comes from another log than the one that was read. */
    @Nullable
    LogCut cut() {
        var open = writer.open();
        return otherFrom == null || open == null ? null : new LogCut(topicId, open.to() + 1, otherFrom);
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
        var open = writer.state() == State.HALTED ? writer.open() : null;
        var next = Math.max(planner.position(), reached);
        return open == null ? next : Math.min(open.from(), next);
    }

    /** True when no batch is under way and everything landed is committed. */
    boolean quiet() {
        return writer.landed() == null && (writer.idle() || writer.state() == State.HALTED);
    }

    /** Epoch of the leader that wrote the record before this offset; null when it is not known. */
    @Nullable
    Integer leaderEpoch(long offset) {
        return epochs.before(offset);
    }

    /** Where reading continues; null when Kafka decides it. */
    @Nullable
    OffsetAndMetadata position() {
        var offset = planner.position();
        return offset < 0 ? null : new OffsetAndMetadata(offset, Optional.ofNullable(leaderEpoch(offset)), "");
    }

    /** The committed offset; negative when there is none. */
    long committed() {
        return committed;
    }

    /** What to commit now; null for nothing. Opens the next batch; {@code latest} returns the tables' block counts. */
    @Nullable
    Progress request(Supplier<BlockCountSnapshot> latest) {
        return writer.progress(latest);
    }

    /** What has landed and is to be committed, without opening a batch; null for nothing. */
    @Nullable
    Progress landed() {
        return writer.landed();
    }

    /** The same when the partition is revoked: nothing while the commit of a batch may have been taken. */
    @Nullable
    Progress landedWhenRevoked() {
        return writer.state() == State.OPENING ? null : writer.landed();
    }

    /**
     * Requests a commit of the position if it is past the committed one: once retention has deleted the markers after
     * the last record, they could not be told from lost records.
     */
    void passed() {
        planner.reached(reached);
        passed(committed);
    }

    private void passed(long from) {
        if (planner.isEmpty() && planner.position() > from) {
            writer.passed(planner.position());
        }
    }

    /** The commit of this progress as Kafka takes it. */
    OffsetAndMetadata commit(Progress progress) {
        var epoch = Optional.ofNullable(leaderEpoch(progress.offset()));
        return new OffsetAndMetadata(
                progress.offset(), epoch, progress.metadata().text(topicId));
    }

    /** Notes that the broker has taken the commit. */
    void committed(Progress progress, long now) {
        writer.committed(progress, now);
        committed = progress.offset();
        epochs.forgetBefore(committed);
    }
}
