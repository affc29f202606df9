/**
 * What the commands do beside the running notifier: {@link io.watchllm.cli.notifier.DryRun} says what it would have
 * sent, {@link io.watchllm.cli.notifier.UndeliveredBox} reads what it could not deliver, and
 * {@link io.watchllm.cli.notifier.Redelivery} tries that again.
 */
@NullMarked
package io.watchllm.cli.notifier;

import org.jspecify.annotations.NullMarked;
