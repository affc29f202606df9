/**
 * What an operator does to the group of a table: {@link io.watchllm.operations.offsets.LossAcceptance} gives up records
 * that left Kafka before they were read, {@link io.watchllm.operations.offsets.GroupRewind} moves the group while no
 * sink runs. Both look at the same facts as a sink that begins, through
 * {@link io.watchllm.operations.offsets.GroupFacts}, and decide by the rules of the core.
 */
@NullMarked
package io.watchllm.operations.offsets;

import org.jspecify.annotations.NullMarked;
