/**
 * Prices what is stored again. {@link io.watchllm.operations.reprice.Repricing} goes from shard to shard; in each,
 * {@link io.watchllm.operations.reprice.ShardRepricing} reads the calls of a project page by page
 * ({@link io.watchllm.operations.reprice.CallReader}), lets {@code core} and the stream's own pricing decide, and
 * brings each batch of corrections to its end before the next: one block into the ledger
 * ({@link io.watchllm.operations.reprice.CorrectionLedger}), which moves the rollups through its views, then one
 * mutation of {@code events} ({@link io.watchllm.operations.reprice.EventsMutation}). What an earlier run left open is
 * ended first. {@link io.watchllm.operations.reprice.RollupProof} compares tables and rollups at the end, and
 * {@link io.watchllm.cli.prices.RepriceText} tells.
 */
@NullMarked
package io.watchllm.operations.reprice;

import org.jspecify.annotations.NullMarked;
