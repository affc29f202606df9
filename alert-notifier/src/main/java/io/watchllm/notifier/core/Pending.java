package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.time.Instant;

/**
 * An alert to be sent to a target.
 *
 * @param place its position on the topic
 * @param alert the alert
 * @param arrived when it arrived on the topic
 * @param raw the record's unchanged value
 */
// Kafka passes values as arrays; pending alerts are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Pending(Place place, Alert alert, Instant arrived, byte[] raw) {}
