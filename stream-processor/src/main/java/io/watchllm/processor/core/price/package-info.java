/**
 * What a call costs, as pure functions. Prices come in as {@link io.watchllm.processor.core.price.PriceRow}s, from a
 * file ({@link io.watchllm.processor.core.price.PriceFile}) or the topic, and stand, indexed and immutable, in a
 * {@link io.watchllm.processor.core.price.PriceList}. {@link io.watchllm.processor.core.price.Pricer} takes a call
 * through it: its tokens ({@link io.watchllm.processor.core.price.Usage}), the model's prices by a chain of
 * {@link io.watchllm.processor.core.price.Step}s, the row for its time, service tier and size
 * ({@link io.watchllm.processor.core.price.ModelPrices}), and the sum
 * ({@link io.watchllm.processor.core.price.CostFormula}). {@link io.watchllm.processor.core.price.PriceChanges} says
 * what a new file changes on the topic.
 */
@NullMarked
package io.watchllm.processor.core.price;

import org.jspecify.annotations.NullMarked;
