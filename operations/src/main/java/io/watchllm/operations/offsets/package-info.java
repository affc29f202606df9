/**
 * Operations on the group of a table: {@link io.watchllm.operations.offsets.LossAcceptance} accepts the loss of records
 * that left Kafka before they were read, {@link io.watchllm.operations.offsets.GroupRewind} moves the group while no
 * sink runs. Both use the same facts as a sink that starts, through {@link io.watchllm.operations.offsets.GroupFacts},
 * and decide by the rules of the core.
 */
@NullMarked
package io.watchllm.operations.offsets;

import org.jspecify.annotations.NullMarked;
