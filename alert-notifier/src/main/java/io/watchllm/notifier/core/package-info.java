/**
 * What is told to whom, and when: no I/O, no clock, no thread. An alert that a target's
 * {@link io.watchllm.notifier.core.AlertFilter} takes goes into its {@link io.watchllm.notifier.core.DeliveryQueue},
 * which answers with the next {@link io.watchllm.notifier.core.Step}: a {@link io.watchllm.notifier.core.Message} to
 * send now, or how long to wait. A {@link io.watchllm.notifier.core.Format} turns the message into a
 * {@link io.watchllm.notifier.core.Notification}, what came of sending it is an
 * {@link io.watchllm.notifier.core.Outcome}, and the lane says what follows from that.
 * {@link io.watchllm.notifier.core.SimulatedDelivery} plays the same over recorded alerts.
 */
@NullMarked
package io.watchllm.notifier.core;

import org.jspecify.annotations.NullMarked;
