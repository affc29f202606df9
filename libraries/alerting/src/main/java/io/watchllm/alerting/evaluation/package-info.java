/**
 * State of alert groups: a {@link io.watchllm.alerting.evaluation.GroupState} processes events, pane parts and time,
 * computes the value of its kind, and has its {@code Episode} evaluate it: OK, WARN or CRITICAL, and which alerts to
 * emit. It is serialized in a store.
 */
@NullMarked
package io.watchllm.alerting.evaluation;

import org.jspecify.annotations.NullMarked;
