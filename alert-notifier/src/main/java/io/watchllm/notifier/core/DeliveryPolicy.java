package io.watchllm.notifier.core;

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
}
