package io.watchllm.operations;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that can only be polled. */
public final class Pause {
    private Pause() {}

    /**
     * Waits for the whole duration.
     *
     * @throws OperationException when the thread is interrupted; it stays interrupted
     */
    public static void of(Duration duration) {
        var end = System.nanoTime() + duration.toNanos();
        for (var left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new OperationException("interrupted; run the command again: what it has begun is ended first");
            }
        }
    }
}
