/**
 * The decisions of the sink, with no I/O, clock or thread: where a batch ends
 * ({@link io.watchllm.sink.core.BatchPlanner}), what is committed and when a batch may be sent
 * ({@link io.watchllm.sink.core.PartitionWriter}), what a response of ClickHouse means
 * ({@link io.watchllm.delivery.core.OutcomeRules}), and when there are too many bad rows to be accidental
 * ({@link io.watchllm.sink.core.PoisonBreaker}). The intent to insert a range is stored in the metadata of an offset
 * commit ({@link io.watchllm.delivery.core.OffsetMetadata}), so that the next reader of the partition sends the same
 * range under the same token.
 */
@NullMarked
package io.watchllm.sink.core;

import org.jspecify.annotations.NullMarked;
