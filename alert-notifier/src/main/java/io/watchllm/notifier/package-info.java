/**
 * Tells people of alerts. {@link io.watchllm.notifier.NotifierService} reads {@code watchllm.alerts} once for each
 * target of the file, each with a consumer group and a thread of its own (package {@code consume}); the target's lane
 * says what is sent when (package {@code core}), and what could not be told is kept on
 * {@code watchllm.undelivered-alerts} (package {@code send}). At least once: the event_id of an alert is the key to
 * drop repeats by.
 */
@NullMarked
package io.watchllm.notifier;

import org.jspecify.annotations.NullMarked;
