package io.watchllm.processor.core;

/** Schema Registry ids of the schemas of rows and alerts. */
public record RowSchemaIds(int event, int toolCall, int agentStep, int alert) {}
