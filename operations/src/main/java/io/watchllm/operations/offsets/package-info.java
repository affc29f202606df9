/**
 * Moves consumer groups: {@link io.watchllm.operations.offsets.SinkOffsets} the group of a table, by the same facts
 * ({@link io.watchllm.operations.offsets.GroupFacts}) and rules as a sink that starts, and
 * {@link io.watchllm.operations.offsets.ProcessorOffsets} that of the processors;
 * {@link io.watchllm.operations.offsets.RecordSkip} moves the processors past one record that blocks a partition, which
 * becomes a dead letter in the same transaction.
 */
@NullMarked
package io.watchllm.operations.offsets;

import org.jspecify.annotations.NullMarked;
