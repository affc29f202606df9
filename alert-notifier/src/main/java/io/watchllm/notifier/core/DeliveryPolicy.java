package io.watchllm.notifier.core;

/**
 * What a lane goes by.
 *
 * @param digests whether several alerts fit into one message
 * @param rate how many messages
 * @param retry what is done when one is not taken
 * @param pendingMax most alerts that wait in memory; the others wait on the topic
 */
public record DeliveryPolicy(boolean digests, RateLimit rate, RetryPolicy retry, int pendingMax) {

    /** The rules of a target. */
    public static DeliveryPolicy of(Target target, int pendingMax) {
        return new DeliveryPolicy(target.format().digests(), target.rate(), target.retry(), pendingMax);
    }
}
