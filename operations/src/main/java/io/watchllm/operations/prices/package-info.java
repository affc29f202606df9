/**
 * The commands for prices: {@link io.watchllm.operations.prices.PriceTopic} reads and writes the compacted topic,
 * {@link io.watchllm.cli.prices.PriceText} prints rows and changes, {@link io.watchllm.cli.prices.Explanation} prints
 * how the cost of a call is computed, {@link io.watchllm.operations.prices.CachePrices} lists the prices of cached
 * tokens over time. The processor's own price core decides which price applies, so that a command always agrees with
 * the stream.
 */
@NullMarked
package io.watchllm.operations.prices;

import org.jspecify.annotations.NullMarked;
