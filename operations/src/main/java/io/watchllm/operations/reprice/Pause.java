package io.watchllm.operations.reprice;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two looks at something that nobody tells of. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            // Nothing counts it down: it is waited for in vain.
            if (new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the latch was counted down by nobody");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RepriceException(
                    "interrupted; run the command again: what it has begun is ended first", interrupted);
        }
    }
}
