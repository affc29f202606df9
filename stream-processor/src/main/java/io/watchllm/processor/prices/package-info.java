/**
 * Loading of prices into the stream: {@link io.watchllm.processor.prices.PriceTable} holds the price topic as a global
 * store; {@link io.watchllm.pricing.PriceReading} and {@link io.watchllm.pricing.PriceRecords} convert between records
 * and rows; {@link io.watchllm.pricing.BuiltInPrices} is the fallback.
 */
@NullMarked
package io.watchllm.processor.prices;

import org.jspecify.annotations.NullMarked;
