package io.watchllm.sink.consume;

/**
 * How a table fares.
 *
 * @param table its name
 * @param up whether every assigned partition makes progress
 * @param detail what stands in the way, or how it goes
 */
public record TableStatus(String table, boolean up, String detail) {}
