/**
 * One {@link io.watchllm.notifier.consume.TargetLoop} for each target, with a thread, a consumer and a consumer group
 * of its own, so that a target that is slow or dead only lags by itself. The loop reads alerts
 * ({@link io.watchllm.notifier.consume.AlertDecoder}), puts them into the target's lane, does what the lane says, and
 * commits what is done. {@link io.watchllm.notifier.consume.TargetStatus} shows how it fares.
 */
@NullMarked
package io.watchllm.notifier.consume;

import org.jspecify.annotations.NullMarked;
