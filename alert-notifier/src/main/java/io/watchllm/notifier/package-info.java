/**
 * Sends notifications of alerts. {@link io.watchllm.notifier.NotifierService} reads {@code watchllm.alerts} once per
 * target of the file, each with its own consumer group and thread (package {@code consume}); the target's delivery
 * queue decides what is sent when (package {@code core}), and undeliverable alerts are stored on
 * {@code watchllm.undelivered-alerts} (package {@code send}). Delivery is at least once: receivers deduplicate by the
 * alert's event_id.
 */
@NullMarked
package io.watchllm.notifier;

import org.jspecify.annotations.NullMarked;
