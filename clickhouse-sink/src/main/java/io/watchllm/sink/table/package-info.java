/**
 * The target table in ClickHouse, in each of its shards: reads its columns, settings and rows, and writes into it.
 * {@link io.watchllm.sink.table.BatchWriter} delivers one batch, first bad records to the dead letters
 * ({@link io.watchllm.sink.table.DeadLetterWriter}), then the block to ClickHouse under its token
 * ({@link io.watchllm.delivery.table.BlockInserter}). Nothing here retries: an attempt ends in an
 * {@link io.watchllm.delivery.core.Outcome}, and the core decides.
 */
@NullMarked
package io.watchllm.sink.table;

import org.jspecify.annotations.NullMarked;
