/**
 * Pricing of calls, as pure functions. Prices come in as {@link io.watchllm.pricing.PriceRow}s, from a file
 * ({@link io.watchllm.pricing.PriceFile}) or the topic, and are indexed in an immutable
 * {@link io.watchllm.pricing.PriceList}. {@link io.watchllm.pricing.Pricer} determines the call's tokens
 * ({@link io.watchllm.pricing.Usage}), looks up the model by a chain of {@link io.watchllm.pricing.Step}s, selects the
 * row for its time, service tier and size ({@link io.watchllm.pricing.ModelPrices}), and computes the sum
 * ({@link io.watchllm.pricing.CostFormula}). {@link io.watchllm.pricing.PriceChanges} lists what a new file changes on
 * the topic.
 */
@NullMarked
package io.watchllm.pricing;

import org.jspecify.annotations.NullMarked;
