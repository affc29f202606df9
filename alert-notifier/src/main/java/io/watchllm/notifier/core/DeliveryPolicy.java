package io.watchllm.notifier.core;

import java.time.Duration;

/**
 * Settings of a delivery queue.
 *
 * @param digests whether several alerts fit into one message
 * @param rate rate limit of messages
 * @param retry what happens when a message is not accepted
 * @param pendingMax maximum number of alerts in memory; the others wait on the topic
 */
public record DeliveryPolicy(boolean digests, RateLimit rate, RetryPolicy retry, int pendingMax) {

    /** The policy of a target. */
    public static DeliveryPolicy of(Target target, int pendingMax) {
        return new DeliveryPolicy(target.format().digests(), target.rate(), target.retry(), pendingMax);
    }

    /**
     * Maximum number of messages to a target per project. Alerts beyond it wait for the next interval and are sent
     * there together.
     *
     * @param messages 1 or more
     * @param per length of an interval
     */
    public record RateLimit(int messages, Duration per) {
        public static final RateLimit DEFAULT = new RateLimit(30, Duration.ofMinutes(1));
    }

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
         * The pause before the next attempt: half of it fixed, half random, so that notifiers that failed together do
         * not retry together.
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
}
