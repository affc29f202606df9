package io.watchllm.sink.core;

/**
 * Where a batch ends.
 *
 * @param rows most records of a batch
 * @param bytes size of the block at which a batch is full; one record more may go over it
 * @param ageMillis how long the first record of a batch waits for others
 */
public record BatchLimits(int rows, long bytes, long ageMillis) {}
