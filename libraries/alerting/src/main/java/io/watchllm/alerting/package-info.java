/**
 * Alerting as pure functions of rules, events and time. {@link io.watchllm.alerting.ObservationReading} extracts from
 * an event what rules observe; {@code group} finds the rules and groups, {@code evaluation} evaluates a group on the
 * numbers of {@code window} and {@code loop}; the result is a {@link io.watchllm.alerting.RaisedAlert}, which
 * {@link io.watchllm.alerting.AlertRecords} converts to a record and a row. Numbers are
 * {@link io.watchllm.alerting.model.FixedPoint}, so that sums are exact.
 */
@NullMarked
package io.watchllm.alerting;

import org.jspecify.annotations.NullMarked;
