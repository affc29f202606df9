package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.time.Instant;

/**
 * An alert to be sent to a target.
 *
 * @param position its position on the topic
 * @param alert the alert
 * @param arrived when it arrived on the topic
 * @param raw the record's unchanged value
 */
// Kafka passes values as arrays; pending alerts are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Pending(Position position, Alert alert, Instant arrived, byte[] raw) {

    /** Position of an alert on its topic. */
    public record Position(int partition, long offset) {}
}
