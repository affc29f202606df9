package io.watchllm.sink.core;

import org.jspecify.annotations.Nullable;

/**
 * What a group has committed of one partition.
 *
 * @param offset the offset
 * @param leaderEpoch epoch of the leader that wrote the record before it; null when the commit does not say
 * @param metadata the text with it
 */
public record OffsetCommit(long offset, @Nullable Integer leaderEpoch, String metadata) {}
