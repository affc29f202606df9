package io.watchllm.notifier.core;

import java.time.Duration;

/**
 * Retries of messages that a target does not accept.
 *
 * @param firstPause pause after the first failure; doubles with each further one
 * @param maxPause longest pause
 * @param giveUpAfter age, counted from arrival on the topic, at which an alert is given up
 */
public record RetryPolicy(Duration firstPause, Duration maxPause, Duration giveUpAfter) {
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));

    private static final int DOUBLINGS_MAX = 30;

    /**
     * The pause before the next attempt: half of it fixed, half random, so that notifiers that failed together do not
     * retry together.
     *
     * @param failures consecutive failures, 1 or more
     * @param drawn random number from 0 (inclusive) to 1 (exclusive)
     */
    public Duration pause(int failures, double drawn) {
        var doublings = Math.min(failures - 1, DOUBLINGS_MAX);
        var full = Math.min(maxPause.toMillis(), firstPause.toMillis() << doublings);
        return Duration.ofMillis(full / 2 + (long) ((full - full / 2) * drawn));
    }
}
