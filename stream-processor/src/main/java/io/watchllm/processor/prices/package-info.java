/**
 * Prices on their way into the stream: {@link io.watchllm.processor.prices.PriceTable} is the topic of prices as a
 * global store; {@link io.watchllm.processor.prices.PriceReading} and {@link io.watchllm.processor.prices.PriceRecords}
 * make rows of its records and back; {@link io.watchllm.processor.prices.BuiltInPrices} is what stands behind them.
 */
@NullMarked
package io.watchllm.processor.prices;

import org.jspecify.annotations.NullMarked;
