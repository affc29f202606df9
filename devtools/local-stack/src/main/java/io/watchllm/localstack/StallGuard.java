package io.watchllm.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream that gives nothing for a while, so that whoever reads it gets an error instead of waiting for ever.
 */
final class StallGuard implements AutoCloseable {
    private final ScheduledExecutorService timer;
    private final InputStream input;
    private final Duration limit;
    private volatile long lastMoveNanos = System.nanoTime();

    StallGuard(InputStream input, Duration limit) {
        this.input = input;
        this.limit = limit;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("download-guard").factory());
        var interval = limit.toMillis() / 4;
        var _ = timer.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Something came. */
    void moved() {
        lastMoveNanos = System.nanoTime();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void check() {
        if (System.nanoTime() - lastMoveNanos > limit.toNanos()) {
            try {
                input.close();
            } catch (IOException e) {
                // The reader gets the error that matters.
            }
        }
    }
}
