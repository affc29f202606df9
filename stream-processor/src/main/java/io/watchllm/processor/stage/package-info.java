/**
 * Processors of the topology, thin wrappers of {@code core}, in stream order:
 * {@link io.watchllm.processor.stage.DecodeStage} (bytes to event), {@link io.watchllm.processor.stage.ValidateStage}
 * (accept or reject), {@link io.watchllm.processor.stage.RedactStage} (only with privacy rules),
 * {@link io.watchllm.processor.stage.PriceStage} (cost of a call), {@link io.watchllm.processor.stage.SplitStage}
 * (event to encoded rows), {@link io.watchllm.processor.stage.DeduplicateStage} (each event once), and beside them
 * {@link io.watchllm.processor.stage.RefuseStage}, which writes rejected records as dead letters, through
 * {@link io.watchllm.processor.stage.DeadLetterPrivacy} if there are privacy rules. After the last of them
 * {@link io.watchllm.processor.stage.AlertStage} evaluates alert rules about runs and sends on what an event adds to
 * the windows of all other rules, which {@link io.watchllm.processor.stage.EvaluateStage} evaluates in the partition of
 * their group; both write alerts through {@link io.watchllm.processor.stage.AlertEmitter}. A stage before the split
 * receives and forwards a {@link io.watchllm.processor.stage.Flow.Accepted}, or forwards a
 * {@link io.watchllm.processor.stage.Flow.Refused} to the dead letters.
 */
@NullMarked
package io.watchllm.processor.stage;

import org.jspecify.annotations.NullMarked;
