/**
 * The way out: {@link io.watchllm.sink.write.BatchWriter} brings one batch to where it belongs, bad records to the dead
 * dead letters first ({@link io.watchllm.sink.write.DeadLetterWriter}), then the block to ClickHouse under its token
 * ({@link io.watchllm.sink.write.BlockInserter}). Nothing here repeats anything: an attempt ends in an
 * {@link io.watchllm.sink.core.Outcome}, and the core decides.
 */
@NullMarked
package io.watchllm.sink.write;

import org.jspecify.annotations.NullMarked;
