package io.watchllm.sink.consume;

import io.watchllm.sink.core.Advice;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.PoisonBreaker;
import io.watchllm.sink.write.RejectedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Final check of a batch before it is sealed. */
final class BatchCheck {
    private BatchCheck() {}

    /**
     * Describes what is wrong with the batch; null when nothing is.
     *
     * @param repeated the open range that it repeats, or null
     */
    static @Nullable String problem(
            @Nullable Intent repeated, PoisonBreaker breaker, int rows, List<RejectedRecord> deadLetters) {
        if (repeated != null) {
            return repeated.rows() == rows
                    ? null
                    : "offsets " + repeated.from() + " to " + repeated.to() + " were opened with " + repeated.rows()
                            + " rows and now give " + rows + "; the range may be in the table already. Compare with"
                            + " source_partition and source_offset, then " + Advice.MOVE_GROUP;
        }
        if (!breaker.trips(rows, deadLetters.size())) {
            return null;
        }
        var first = deadLetters.getFirst().fault();
        return deadLetters.size() + " of the latest " + (rows + deadLetters.size()) + " records can't be rows ("
                + first.reason() + ": " + first.message() + "); that is a wrong deployment rather than bad records."
                + " WATCHLLM_SINK_POISON_SHARE=1 lets them go to the dead letters";
    }
}
