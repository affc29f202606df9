/**
 * Repeats that came after the deduplication window. {@link io.watchllm.operations.repeat.LateRepeats} goes from shard
 * to shard; in each, {@link io.watchllm.operations.repeat.RepeatFinder} compares the rows that came late with the
 * table, {@code core} decides, and {@link io.watchllm.operations.repeat.RepeatRemoval} removes repeats: it adds a block
 * of rows to the ledger {@code removed_repeats} ({@link io.watchllm.operations.repeat.RepeatLedger}), which corrects
 * the rollups through its views, deletes the rows, then ends the block. What an earlier run left open is completed
 * first.
 */
@NullMarked
package io.watchllm.operations.repeat;

import org.jspecify.annotations.NullMarked;
