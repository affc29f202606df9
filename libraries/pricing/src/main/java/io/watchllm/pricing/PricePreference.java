package io.watchllm.pricing;

/** Which cost goes into the row when both the producer and the price list have one. */
public enum PricePreference {
    /** The producer's cost. */
    CLIENT,
    /** The price list's cost. */
    PRICE_TABLE
}
