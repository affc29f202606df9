package io.watchllm.sink.config;

/** What the sink insists on before it consumes. */
public enum Guarantee {
    /** Every table that a block reaches must know a repeated block; else nothing is consumed. */
    EXACTLY_ONCE,
    /** Where that is not so, rows may be stored twice: the sink warns and goes on. */
    AT_LEAST_ONCE
}
