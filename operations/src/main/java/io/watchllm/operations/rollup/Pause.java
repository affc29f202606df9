package io.watchllm.operations.rollup;

import java.time.Duration;

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
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RollupException("interrupted while waiting for rollups", interrupted);
        }
    }
}
