package io.watchllm.producer;

/**
 * What a publisher did since it was built. When nothing is under way, {@code published = acknowledged + failed +
 * sampledOut}.
 *
 * @param published calls of {@link EventPublisher#publish}
 * @param acknowledged events that all in-sync replicas have
 * @param failed events whose future ended with a {@link PublishException}
 * @param sampledOut events that were left out with their run
 */
public record PublishCounts(long published, long acknowledged, long failed, long sampledOut) {}
