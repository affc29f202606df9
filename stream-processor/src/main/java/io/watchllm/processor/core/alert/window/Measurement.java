package io.watchllm.processor.core.alert.window;

import io.watchllm.control.RuleKind;

/** What of an event goes into a number. */
public enum Measurement {
    /** What it cost, and how many have no price. */
    COST,
    /** Its uncached tokens. */
    TOKENS,
    /** How long it took, where that is known. */
    LATENCY,
    /** The time to the first token, where that is known. */
    TTFT,
    /** Whether it failed or ran out of time. */
    FAILURES,
    /** Whether it ran out of time. */
    TIMEOUTS,
    /** That it came. */
    PRESENCE,
    /** That it has no price. */
    UNPRICED,
    /** How long it took, as a number of its own. */
    DURATION;

    /** What a rule of this kind counts; loops count nothing. */
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
