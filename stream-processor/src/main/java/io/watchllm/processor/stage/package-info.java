/**
 * The processors of the topology, thin shells around {@code core}, in the order of the flow:
 * {@link io.watchllm.processor.stage.DecodeStage} (bytes to event), {@link io.watchllm.processor.stage.ValidateStage}
 * (accepted or not), {@link io.watchllm.processor.stage.RedactStage} (only where there are privacy rules),
 * {@link io.watchllm.processor.stage.PriceStage} (what a call cost), {@link io.watchllm.processor.stage.SplitStage}
 * (event to encoded rows), {@link io.watchllm.processor.stage.DeduplicateStage} (each event once), and beside them
 * {@link io.watchllm.processor.stage.RefuseStage}, which writes what any of them refuses as a dead letter, through
 * {@link io.watchllm.processor.stage.DeadLetterPrivacy} where there are privacy rules. Behind the last of them
 * {@link io.watchllm.processor.stage.AlertStage} judges alert rules about runs and sends on what an event adds to the
 * windows of all others, which {@link io.watchllm.processor.stage.EvaluateStage} judges in the partition of their
 * group; both write alerts through {@link io.watchllm.processor.stage.AlertEmitter}. A stage before the split takes and
 * forwards a {@link io.watchllm.processor.stage.Flow.Accepted}, or sends a
 * {@link io.watchllm.processor.stage.Flow.Refused} to the side.
 */
@NullMarked
package io.watchllm.processor.stage;

import org.jspecify.annotations.NullMarked;
