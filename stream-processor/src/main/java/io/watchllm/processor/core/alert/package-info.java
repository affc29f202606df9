/**
 * Alerting as pure functions of rules, events and time. {@link io.watchllm.processor.core.alert.ObservationReading}
 * extracts from an event what rules observe; {@code stage} finds the rules and groups, {@code state} evaluates a group
 * on the numbers of {@code window} and {@code loop}; the result is a
 * {@link io.watchllm.processor.core.alert.RaisedAlert}, which {@link io.watchllm.processor.core.alert.AlertRecords}
 * converts to a record and a row. Numbers are {@link io.watchllm.processor.core.alert.model.FixedPoint}, so that sums
 * are exact.
 */
@NullMarked
package io.watchllm.processor.core.alert;

import org.jspecify.annotations.NullMarked;
