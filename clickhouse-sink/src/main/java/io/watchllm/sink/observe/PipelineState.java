package io.watchllm.sink.observe;

import io.watchllm.delivery.core.Intent;
import org.jspecify.annotations.Nullable;

/**
 * State of an assigned partition as the loop sees it.
 *
 * @param state one word: {@code idle} nothing is open; {@code opening} an intent is being committed; {@code waiting} a
 *     batch waits for its next attempt; {@code sending} an insert is under way; {@code blocked} no records are taken
 *     until something outside changes; {@code halted} the same, and an operator is needed; {@code stopped} it must not
 *     begin
 * @param position offset of the next record to take; negative while Kafka has not said where to begin
 * @param committed last committed offset; negative when there is none
 * @param firstUnlanded first offset that has not landed
 * @param caughtUp whether every record that was taken has landed and is committed
 * @param open range that is committed as open; null when none is
 * @param attempts attempts of the current batch
 * @param inDoubt whether it is not known if the open range is in the table
 * @param latestFailure why it makes no progress, or why the latest attempt failed; empty when neither is so
 * @param trouble the same, but failed attempts count only from a number of them on
 * @param gap offsets that were deleted before they were read, and for which it has stopped
 */
public record PipelineState(
        String state,
        long position,
        long committed,
        long firstUnlanded,
        boolean caughtUp,
        @Nullable Intent open,
        int attempts,
        boolean inDoubt,
        String latestFailure,
        String trouble,
        long gap) {
    private static final String STOPPED = "stopped";

    /** State of a partition that must not begin. */
    public static PipelineState stopped(String why, long gap, long committed) {
        return new PipelineState(STOPPED, -1, committed, committed, true, null, 0, false, why, why, gap);
    }

    boolean stopped() {
        return state.equals(STOPPED);
    }

    /** Whether it takes records. */
    boolean takesRecords() {
        return !stopped() && !state.equals("blocked") && !state.equals("halted");
    }
}
