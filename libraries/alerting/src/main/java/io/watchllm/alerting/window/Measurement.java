package io.watchllm.alerting.window;

import io.watchllm.control.RuleKind;

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
    DURATION;

    /** What a rule of this kind measures; loop rules measure nothing. */
    public static Measurement of(RuleKind kind) {
        return switch (kind) {
            case single_event_cost, cost_sum, run_budget, daily_budget, cost_spike -> COST;
            case token_limit -> TOKENS;
            case unpriced_model -> UNPRICED;
            case single_event_latency -> DURATION;
            case latency_p50, latency_p95, latency_p99, tool_latency_p95, latency_spike -> LATENCY;
            case ttft_p95 -> TTFT;
            case error_rate -> FAILURES;
            case timeout_rate -> TIMEOUTS;
            case no_data, agent_loop, unknown -> PRESENCE;
        };
    }
}
