package io.watchllm.operations.rollup;

import java.time.Duration;

/** Waits for something else to make progress. */
public final class Pause {
    private Pause() {}

    /**
     * Sleeps.
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
