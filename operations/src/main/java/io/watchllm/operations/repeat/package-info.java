/**
 * Repeats that came after the window of deduplication. {@link io.watchllm.operations.repeat.LateRepeats} goes from
 * shard to shard; in each, {@link io.watchllm.operations.repeat.RepeatFinder} compares the rows that came late with the
 * table, {@code core} decides, and {@link io.watchllm.operations.repeat.RepeatRemoval} takes repeats out: a block of
 * rows into the ledger {@code removed_repeats} ({@link io.watchllm.operations.repeat.RepeatLedger}), which moves the
 * rollups through its views, then deletes, then the end of the block. What an earlier run left open is ended first.
 */
@NullMarked
package io.watchllm.operations.repeat;

import org.jspecify.annotations.NullMarked;
