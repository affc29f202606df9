package io.watchllm.sink.core;

/**
 * A partition, as messages and the ledger of losses name it.
 *
 * @param table the table that it fills
 * @param topicId id of its topic
 * @param partition its number
 */
public record PartitionName(String table, String topicId, int partition) {}
