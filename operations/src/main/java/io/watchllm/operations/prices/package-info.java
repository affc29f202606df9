/**
 * What the commands do with prices: {@link io.watchllm.operations.prices.PriceTopic} reads the compacted topic and
 * writes to it, {@link io.watchllm.cli.prices.PriceText} tells rows and changes,
 * {@link io.watchllm.cli.prices.Explanation} how a call comes to its cost,
 * {@link io.watchllm.operations.prices.CachePrices} what cached tokens cost when. What applies is decided by the
 * processor's own price core, so that a command never says something else than the stream does.
 */
@NullMarked
package io.watchllm.operations.prices;

import org.jspecify.annotations.NullMarked;
