package io.watchllm.delivery.core;

/**
 * Identity of a partition, for messages and the ledger of accepted losses.
 *
 * @param table the table that it fills
 * @param partition its number
 */
public record PartitionName(String table, String topicId, int partition) {}
