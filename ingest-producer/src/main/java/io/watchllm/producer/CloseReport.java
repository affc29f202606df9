package io.watchllm.producer;

/**
 * What closing left behind.
 *
 * @param unacknowledged events that Kafka had not acknowledged when the time was up; their futures end with
 *     {@link PublishException.Closed}
 */
public record CloseReport(int unacknowledged) {

    /** Whether every event was acknowledged or had failed before. */
    public boolean complete() {
        return unacknowledged == 0;
    }
}
