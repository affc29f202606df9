package io.watchllm.chaos.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Wait {
    /** Whatever is waited for takes far less, even on a busy machine. */
    public static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Wait() {}

    /**
     * Returns when the condition holds.
     *
     * @throws ChaosException when it does not within the limit; {@code what} says what was waited for. And when the
     *     thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        if (!within(limit, condition)) {
            throw new ChaosException("waited " + limit.toSeconds() + " s in vain until " + what);
        }
    }

    /** Whether the condition holds before the limit; returns when it does. */
    static boolean within(Duration limit, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
            if (Thread.interrupted()) {
                throw new ChaosException("interrupted while it waited");
            }
        }
        return true;
    }

    /** As {@link #until(String, Duration, BooleanSupplier)}, with the usual limit. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /** Lets time pass, where time itself is what the scenario needs. */
    public static void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new ChaosException("interrupted while time was to pass");
            }
        }
    }
}
