package io.watchllm.notifier.core;

import java.time.Duration;

/**
 * What is done when a target does not take a message.
 *
 * @param firstPause pause after the first failure; it doubles with each further one
 * @param maxPause longest pause
 * @param giveUpAfter age at which an alert is no longer tried, counted from its arrival on the topic
 */
public record RetryPolicy(Duration firstPause, Duration maxPause, Duration giveUpAfter) {
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));

    private static final int DOUBLINGS_MAX = 30;

    /**
     * The pause before the next attempt: half of it is fixed and half is drawn, so that notifiers which failed together
     * do not come back together.
     *
     * @param failures failures in a row, 1 or more
     * @param drawn from 0 up to below 1
     */
    public Duration pause(int failures, double drawn) {
        var doublings = Math.min(failures - 1, DOUBLINGS_MAX);
        var full = Math.min(maxPause.toMillis(), firstPause.toMillis() << doublings);
        return Duration.ofMillis(full / 2 + (long) ((full - full / 2) * drawn));
    }
}
