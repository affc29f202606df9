/**
 * What an operator does to the group of a table: {@link io.watchllm.sink.offsets.LossAcceptance} gives up records that
 * left Kafka before they were read, {@link io.watchllm.sink.offsets.GroupRewind} moves the group while no sink runs.
 * Both look at the same facts as a sink that begins, through {@link io.watchllm.sink.offsets.GroupFacts}, and decide by
 * the rules of the core.
 */
@NullMarked
package io.watchllm.sink.offsets;

import org.jspecify.annotations.NullMarked;
