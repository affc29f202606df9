package io.watchllm.producer;

/**
 * Result of closing a publisher.
 *
 * @param unacknowledged events that Kafka had not acknowledged within the time limit; their futures fail with
 *     {@link PublishException.Closed}
 */
public record CloseReport(int unacknowledged) {

    /** Whether every event was acknowledged or had failed before. */
    public boolean complete() {
        return unacknowledged == 0;
    }
}
