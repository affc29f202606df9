package io.watchllm.sink.core;

/**
 * Limits of a batch.
 *
 * @param rows most records of a batch
 * @param bytes block size at which a batch is full; one more record may exceed it
 * @param ageMillis time between the ends of two batches while records come, and the longest that a record waits for
 *     others
 */
public record BatchLimits(int rows, long bytes, long ageMillis) {}
