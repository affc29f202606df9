/**
 * Alerts, as pure functions of rules, events and time. {@link io.watchllm.processor.core.alert.ObservationReading}
 * takes of an event what rules look at; {@code stage} finds the rules and the groups, {@code state} judges a group by
 * the numbers of {@code window} and {@code loop}; what comes out is a
 * {@link io.watchllm.processor.core.alert.RaisedAlert}, which {@link io.watchllm.processor.core.alert.AlertRecords}
 * makes a record and a row of. Numbers are {@link io.watchllm.processor.core.alert.model.FixedPoint}, so that sums are
 * exact.
 */
@NullMarked
package io.watchllm.processor.core.alert;

import org.jspecify.annotations.NullMarked;
