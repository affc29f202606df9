/**
 * Delivery decisions: which target is notified of what, and when; no I/O, no clock, no thread. An alert that matches a
 * target's filter goes into its {@link io.watchllm.notifier.core.DeliveryQueue}, which says when to send which
 * {@link io.watchllm.notifier.core.Message}; a {@link io.watchllm.notifier.core.Format} makes it a request.
 */
@NullMarked
package io.watchllm.notifier.core;

import org.jspecify.annotations.NullMarked;
