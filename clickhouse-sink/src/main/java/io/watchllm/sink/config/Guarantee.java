package io.watchllm.sink.config;

/** Delivery guarantee that the sink enforces before it consumes. */
public enum Guarantee {
    /** Every table that a block reaches must deduplicate a repeated block; otherwise nothing is consumed. */
    EXACTLY_ONCE,
    /** Without deduplication rows may be stored twice: the sink warns and goes on. */
    AT_LEAST_ONCE
}
