package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * Committed offset of a group for one partition.
 *
 * @param leaderEpoch epoch of the leader that wrote the record before it; null when the commit does not say
 */
public record OffsetCommit(long offset, @Nullable Integer leaderEpoch, String metadata) {}
