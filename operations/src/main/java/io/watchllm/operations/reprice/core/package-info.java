/**
 * Decisions and counts of repricing, without engines: the stored calls, their corrections
 * ({@link io.watchllm.operations.reprice.core.Correction}), the sums by model before and after
 * ({@link io.watchllm.operations.reprice.core.RepriceTotals}), and where the next page of calls begins
 * ({@link io.watchllm.operations.reprice.core.StoredCall.Key}).
 */
@NullMarked
package io.watchllm.operations.reprice.core;

import org.jspecify.annotations.NullMarked;
