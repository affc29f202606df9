package io.watchllm.notifier.core;

import java.time.Duration;

/**
 * Maximum number of messages to a target per project. Alerts beyond it wait for the next interval and are sent there
 * together.
 *
 * @param messages 1 or more
 * @param per length of an interval
 */
public record RateLimit(int messages, Duration per) {
    public static final RateLimit DEFAULT = new RateLimit(30, Duration.ofMinutes(1));
}
