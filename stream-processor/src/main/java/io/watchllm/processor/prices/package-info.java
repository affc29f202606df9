/**
 * Prices on their way into the stream: {@link io.watchllm.processor.prices.PriceReading} makes rows of the records of
 * the compacted topic, {@link io.watchllm.processor.prices.PriceFeed} hands each to the
 * {@link io.watchllm.processor.prices.PriceBook}, a global store that Kafka Streams fills before the first event, and
 * that keeps the list which {@code core.price} prices by. {@link io.watchllm.processor.prices.BuiltInPrices} is what
 * stands behind the topic.
 */
@NullMarked
package io.watchllm.processor.prices;

import org.jspecify.annotations.NullMarked;
