package io.watchllm.teststack;

/** An engine of the stack. */
public enum Part {
    KAFKA,
    SCHEMA_REGISTRY,
    CLICKHOUSE
}
