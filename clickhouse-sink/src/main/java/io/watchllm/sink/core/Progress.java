package io.watchllm.sink.core;

/**
 * Progress to commit for a partition.
 *
 * @param offset everything below it has landed
 * @param note metadata of the commit
 */
public record Progress(long offset, OffsetMetadata note) {}
