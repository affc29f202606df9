package io.watchllm.bench.core;

import java.util.Locale;

/**
 * A stretch of a topic processed once.
 *
 * @param events how many, from the first commit that was seen to the last
 * @param seconds between these
 * @param processSeconds CPU time of the process in that time
 * @param brokerSeconds CPU time of the broker in that time
 */
public record StreamRound(long events, double seconds, double processSeconds, double brokerSeconds) {
    private static final double MILLION = 1e6;

    /** Events a second. */
    public double eventsPerSecond() {
        return events / seconds;
    }

    /** CPU-seconds of process and broker for a million events. */
    public double cpuPerMillion() {
        return (processSeconds + brokerSeconds) * MILLION / events;
    }

    /** CPU-seconds of the process alone for a million events. */
    public double processPerMillion() {
        return processSeconds * MILLION / events;
    }

    /** The figures on a line, for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,9.0f events/s, CPU-s per million events: %.2f, of them the process %.2f",
                eventsPerSecond(),
                cpuPerMillion(),
                processPerMillion());
    }
}
