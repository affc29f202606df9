package io.watchllm.operations.rollup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something that can only be polled. */
public final class Pause {
    private Pause() {}

    /**
     * Waits for the whole duration.
     *
     * @param interrupted the exception to throw when the thread is interrupted; the thread stays interrupted
     */
    public static void of(Duration duration, Supplier<? extends RuntimeException> interrupted) {
        var end = System.nanoTime() + duration.toNanos();
        for (var left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted.get();
            }
        }
    }
}
