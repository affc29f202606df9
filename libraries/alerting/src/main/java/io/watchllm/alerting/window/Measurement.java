package io.watchllm.alerting.window;

/** What is measured in an event. */
public enum Measurement {
    /** Its cost, and the number of events without a price. */
    COST,
    /** Its uncached tokens. */
    TOKENS,
    /** Its duration, if known. */
    LATENCY,
    /** Its time to the first token, if known. */
    TTFT,
    /** Whether it failed or timed out. */
    FAILURES,
    /** Whether it timed out. */
    TIMEOUTS,
    /** That it arrived. */
    PRESENCE,
    /** That it has no price. */
    UNPRICED,
    /** Its duration as a single value, not aggregated. */
    DURATION
}
