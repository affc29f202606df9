package io.watchllm.sink.core;

/**
 * What is to be committed for a partition.
 *
 * @param offset everything below it has landed
 * @param note what goes with it
 */
public record Progress(long offset, OffsetMetadata note) {}
