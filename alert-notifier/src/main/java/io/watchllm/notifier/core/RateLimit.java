package io.watchllm.notifier.core;

import java.time.Duration;

/**
 * How many messages a target gets about one project. What goes over it waits for the next interval, and is told there
 * at once.
 *
 * @param messages 1 or more
 * @param per length of an interval
 */
public record RateLimit(int messages, Duration per) {
    public static final RateLimit DEFAULT = new RateLimit(30, Duration.ofMinutes(1));
}
