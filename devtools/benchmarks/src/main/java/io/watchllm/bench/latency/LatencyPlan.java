package io.watchllm.bench.latency;

import java.time.Duration;

/**
 * What {@code bench latency} is to do.
 *
 * @param rate events a second, 1 or more
 * @param warmUp how long to publish before events count
 * @param measured how long events count
 */
public record LatencyPlan(int rate, Duration warmUp, Duration measured) {

    /** Events that are published but not measured. */
    public long uncounted() {
        return rate * warmUp.toMillis() / 1_000;
    }

    /** All events that are published. */
    public int events() {
        return Math.toIntExact(uncounted() + rate * measured.toMillis() / 1_000);
    }
}
