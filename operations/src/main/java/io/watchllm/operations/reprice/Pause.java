package io.watchllm.operations.reprice;

import java.time.Duration;

/** Waits between two polls of a state that can't be subscribed to. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RepriceException(
                    "interrupted; run the command again: what it has begun is ended first", interrupted);
        }
    }
}
