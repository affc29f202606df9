package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.time.Instant;

/**
 * An alert that a target is to be told.
 *
 * @param place where it lies
 * @param alert the alert
 * @param arrived when it came onto the topic
 * @param raw the record's value, as it was
 */
// Kafka hands values over as arrays; two pending alerts are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Pending(Place place, Alert alert, Instant arrived, byte[] raw) {}
