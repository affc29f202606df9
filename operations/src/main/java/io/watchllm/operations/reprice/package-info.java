/**
 * Repricing of stored calls. {@link io.watchllm.operations.reprice.Repricing} goes from shard to shard; in each,
 * {@link io.watchllm.operations.reprice.ShardRepricing} reads the calls of a project page by page
 * ({@link io.watchllm.operations.reprice.CallReader}), lets {@code core} and the stream's own pricing decide, and
 * completes each batch of corrections before the next: it adds one block to the ledger
 * ({@link io.watchllm.operations.reprice.CorrectionLedger}), which corrects the rollups through its views, then runs
 * one mutation of {@code events} ({@link io.watchllm.operations.reprice.EventsMutation}). What an earlier run left open
 * is completed first. {@link io.watchllm.operations.reprice.RollupProof} compares tables and rollups at the end, and
 * {@link io.watchllm.cli.prices.RepriceText} prints the result.
 */
@NullMarked
package io.watchllm.operations.reprice;

import org.jspecify.annotations.NullMarked;
