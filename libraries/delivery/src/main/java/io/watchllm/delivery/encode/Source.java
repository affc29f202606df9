package io.watchllm.delivery.encode;

/**
 * Position of the record that a row comes from.
 *
 * @param partition partition of the row topic
 * @param offset offset of the record
 * @param timestamp append time of the record in milliseconds since 1970
 */
public record Source(int partition, long offset, long timestamp) {}
