package io.watchllm.processor.stage;

/** The ids under which the Schema Registry has the schemas of the rows and alerts. */
public record RowSchemaIds(int event, int toolCall, int agentStep, int alert) {}
