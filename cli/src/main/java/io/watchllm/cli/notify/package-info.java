/**
 * What the commands do beside the running notifier: {@link io.watchllm.cli.notify.DryRun} says what it would have sent,
 * {@link io.watchllm.cli.notify.UndeliveredBox} reads what it could not deliver, and
 * {@link io.watchllm.cli.notify.Redelivery} tries that again.
 */
@NullMarked
package io.watchllm.cli.notify;

import org.jspecify.annotations.NullMarked;
