package io.watchllm.processor.core.price;

/** Whose cost stands in the row, where both the producer and the price list have one. */
public enum PricePreference {
    /** What the producer says. */
    CLIENT,
    /** What the price list says. */
    PRICE_TABLE
}
