package io.watchllm.sink.core;

import io.watchllm.delivery.core.LogBounds;

/**
 * Detects a transaction that stays open for too long: the last stable offset of the partition does not advance, records
 * accumulate after it, and no read_committed consumer sees any of them.
 */
public final class StableOffsetWatch {
    /** Longer than a transaction of the processor may take, and than a broker needs to end one whose producer died. */
    public static final long STUCK_MILLIS = 120_000;

    private long stable = -1;
    private long sinceMillis;
    private long behind;

    /** Updates the watch with the current bounds of the log. */
    public void look(LogBounds log, long now) {
        behind = log.end() - log.stable();
        if (behind == 0 || log.stable() != stable) {
            stable = log.stable();
            sinceMillis = now;
        }
    }

    /** Records that read_committed consumers can't see yet. */
    public long behind() {
        return behind;
    }

    /** Describes the transaction that is stuck; empty when there is none. */
    public String trouble(long now) {
        var millis = now - sinceMillis;
        return behind == 0 || millis < STUCK_MILLIS
                ? ""
                : "a transaction is open at offset " + stable + " for " + millis / 1_000 + " s, and hides " + behind
                        + " records behind it. Find its producer, or end it: docs/operators/operations.md, \"A transaction that"
                        + " nobody ends\"";
    }
}
