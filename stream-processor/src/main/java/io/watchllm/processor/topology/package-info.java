/**
 * Processors of the topology, thin shells around {@code core} and the libraries.
 * {@link io.watchllm.processor.topology.EventProcessor} reads events, lets
 * {@link io.watchllm.processor.core.EventPipeline} decide, and writes rows, or dead letters through
 * {@link io.watchllm.processor.topology.RejectedRecords}. It shows each stored event to
 * {@link io.watchllm.processor.topology.EventAlerts}, which evaluates alert rules about runs and sends on what an event
 * adds to the windows of all other rules; {@link io.watchllm.processor.topology.EvaluateStage} evaluates those in the
 * partition of their group. Both are an {@link io.watchllm.processor.topology.AlertTask} while a partition is assigned,
 * and write alerts through {@link io.watchllm.processor.topology.AlertEmitter}.
 */
@NullMarked
package io.watchllm.processor.topology;

import org.jspecify.annotations.NullMarked;
