package io.watchllm.sink.core;

/**
 * Where a batch ends.
 *
 * @param rows most records of a batch
 * @param bytes size of the block at which a batch is full; one record more may go over it
 * @param ageMillis time from the end of one batch to that of the next while records come, and the longest that a record
 *     waits for others
 */
public record BatchLimits(int rows, long bytes, long ageMillis) {}
