/**
 * What the sink decides, with no I/O, clock or thread: where a batch ends ({@link io.watchllm.sink.core.BatchPlanner}),
 * what is committed and when a batch may be sent ({@link io.watchllm.sink.core.PartitionWriter}), what an answer of
 * ClickHouse means ({@link io.watchllm.sink.core.OutcomeRules}), and when bad rows are too many to be accidents
 * ({@link io.watchllm.sink.core.PoisonBreaker}). The intent to insert a range rides in the metadata of an offset commit
 * ({@link io.watchllm.sink.core.OffsetMetadata}), so that whoever reads the partition next sends the same range under
 * the same token.
 */
@NullMarked
package io.watchllm.sink.core;

import org.jspecify.annotations.NullMarked;
