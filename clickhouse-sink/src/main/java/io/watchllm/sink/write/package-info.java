/**
 * The output side: {@link io.watchllm.sink.write.BatchWriter} delivers one batch, first bad records to the dead letters
 * ({@link io.watchllm.sink.write.DeadLetterWriter}), then the block to ClickHouse under its token
 * ({@link io.watchllm.sink.write.BlockInserter}). Nothing here retries: an attempt ends in an
 * {@link io.watchllm.sink.core.Outcome}, and the core decides.
 */
@NullMarked
package io.watchllm.sink.write;

import org.jspecify.annotations.NullMarked;
