package io.watchllm.producer;

/**
 * Counts of a publisher since it was built. When nothing is pending, {@code published = acknowledged + failed +
 * sampledOut}.
 *
 * @param published calls of {@link EventPublisher#publish}
 * @param acknowledged events stored by all in-sync replicas
 * @param failed events whose future failed with a {@link PublishException}
 * @param sampledOut events that were dropped with their run
 */
public record PublishCounts(long published, long acknowledged, long failed, long sampledOut) {}
