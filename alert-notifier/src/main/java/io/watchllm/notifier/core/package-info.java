/**
 * Delivery decisions: which target is notified of what, and when; no I/O, no clock, no thread. An alert that matches a
 * target's {@link io.watchllm.notifier.core.AlertFilter} goes into its {@link io.watchllm.notifier.core.DeliveryQueue},
 * which returns the next {@link io.watchllm.notifier.core.Step}: a {@link io.watchllm.notifier.core.Message} to send
 * now, or how long to wait. A {@link io.watchllm.notifier.core.Format} turns the message into a
 * {@link io.watchllm.notifier.core.Notification}, the result of sending is an
 * {@link io.watchllm.notifier.core.Outcome}, and the queue decides what follows from it.
 * {@link io.watchllm.notifier.core.SimulatedDelivery} runs the same over recorded alerts.
 */
@NullMarked
package io.watchllm.notifier.core;

import org.jspecify.annotations.NullMarked;
