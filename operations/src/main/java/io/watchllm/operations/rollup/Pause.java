package io.watchllm.operations.rollup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A while in which nothing is done, since something else needs it. */
public final class Pause {
    private Pause() {}

    /**
     * Waits.
     *
     * @throws RollupException when the thread is interrupted
     */
    public static void of(Duration duration) {
        try {
            // Nothing counts it down: it is waited for in vain.
            if (new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the latch was counted down by nobody");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RollupException("interrupted while waiting for rollups", interrupted);
        }
    }
}
