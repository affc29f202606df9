/**
 * Moves the group of the processors, while none runs: {@link io.watchllm.operations.skip.RecordSkip} past one record
 * that blocks a partition, which becomes a dead letter in the same transaction,
 * {@link io.watchllm.operations.skip.ProcessorLoss} past records that left Kafka before they were read, and
 * {@link io.watchllm.operations.skip.ProcessorRewind} back to where a log was cut.
 */
@NullMarked
package io.watchllm.operations.skip;

import org.jspecify.annotations.NullMarked;
