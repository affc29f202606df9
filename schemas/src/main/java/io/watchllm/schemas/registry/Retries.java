package io.watchllm.schemas.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * How long to retry, and how to wait between attempts.
 *
 * @param bound time after which no further attempt starts
 * @param clock clock that measures the bound
 * @param pause waits between two attempts
 */
public record Retries(Duration bound, InstantSource clock, Pause pause) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** Retries measured by the system clock. */
    public static Retries within(Duration bound) {
        return new Retries(bound, InstantSource.system(), time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
    }

    /** Pause before the given retry, counted from 0: doubles each time, up to 2 s. */
    static Duration pauseBefore(int retry) {
        int doublings = Math.min(retry, 10);
        var pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
