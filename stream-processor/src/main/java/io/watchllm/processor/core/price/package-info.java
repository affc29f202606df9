/**
 * Pricing of calls, as pure functions. Prices come in as {@link io.watchllm.processor.core.price.PriceRow}s, from a
 * file ({@link io.watchllm.processor.core.price.PriceFile}) or the topic, and are indexed in an immutable
 * {@link io.watchllm.processor.core.price.PriceList}. {@link io.watchllm.processor.core.price.Pricer} determines the
 * call's tokens ({@link io.watchllm.processor.core.price.Usage}), looks up the model by a chain of
 * {@link io.watchllm.processor.core.price.Step}s, selects the row for its time, service tier and size
 * ({@link io.watchllm.processor.core.price.ModelPrices}), and computes the sum
 * ({@link io.watchllm.processor.core.price.CostFormula}). {@link io.watchllm.processor.core.price.PriceChanges} lists
 * what a new file changes on the topic.
 */
@NullMarked
package io.watchllm.processor.core.price;

import org.jspecify.annotations.NullMarked;
