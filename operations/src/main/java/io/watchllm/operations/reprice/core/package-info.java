/**
 * What repricing decides and counts, without engines: the stored calls as they are read, what of them is to be changed
 * ({@link io.watchllm.operations.reprice.core.Correction}), the sums by model before and after
 * ({@link io.watchllm.operations.reprice.core.RepriceTotals}), and where the next page of calls begins
 * ({@link io.watchllm.operations.reprice.core.RowKey}).
 */
@NullMarked
package io.watchllm.operations.reprice.core;

import org.jspecify.annotations.NullMarked;
