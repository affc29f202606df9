/**
 * One {@link io.watchllm.notifier.consume.TargetLoop} per target, with its own thread, consumer and consumer group, so
 * that a slow or dead target only delays itself. The loop reads alerts
 * ({@link io.watchllm.notifier.consume.AlertDecoder}), puts them into the target's delivery queue, does what the queue
 * says, and commits what is finished. {@link io.watchllm.notifier.consume.TargetStatus} shows its status.
 */
@NullMarked
package io.watchllm.notifier.consume;

import org.jspecify.annotations.NullMarked;
