package io.watchllm.alerting;

import io.watchllm.alerting.window.Measurement;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertType;
import io.watchllm.rows.EventType;

/**
 * What the rules of a kind measure, and how their alerts show it.
 *
 * @param type type of their alerts
 * @param measurement what they measure in an event
 * @param quantile the quantile that is the value of a window; 0 if it is a sum or a rate
 * @param subject the value in a sentence, with {@code %s} for the window; empty where only an alert can say it
 * @param unit unit of the value, with a space in front
 */
public record KindInfo(AlertType type, Measurement measurement, double quantile, String subject, String unit) {

    private static final String USD = " USD";

    /** The entry of a kind. */
    static KindInfo of(RuleKind kind) {
        return switch (kind) {
            case single_event_cost -> sum(AlertType.cost_spike, Measurement.COST, "the cost of one call", USD);
            case cost_sum -> sum(AlertType.cost_budget, Measurement.COST, "the cost of %s", USD);
            case cost_spike -> sum(AlertType.cost_spike, Measurement.COST, "the cost of %s", USD);
            case run_budget -> sum(AlertType.cost_budget, Measurement.COST, "the cost of the run", USD);
            case daily_budget -> sum(AlertType.cost_budget, Measurement.COST, "the cost of the day", USD);
            case token_limit -> sum(AlertType.token_limit, Measurement.TOKENS, "the uncached tokens of %s", "");
            case unpriced_model ->
                sum(AlertType.unpriced_model, Measurement.UNPRICED, "the number of calls without a price today", "");
            case single_event_latency -> latency(Measurement.DURATION, 0, "the latency of one event");
            case latency_p50 -> latency(Measurement.LATENCY, 0.5, "the latency p50 of %s");
            case latency_p95, latency_spike -> latency(Measurement.LATENCY, 0.95, "the latency p95 of %s");
            case latency_p99 -> latency(Measurement.LATENCY, 0.99, "the latency p99 of %s");
            case ttft_p95 -> latency(Measurement.TTFT, 0.95, "the time to first token p95 of %s");
            case tool_latency_p95 -> latency(Measurement.LATENCY, 0.95, "the tool latency p95 of %s");
            case error_rate -> sum(AlertType.error_rate_spike, Measurement.FAILURES, "the error rate of %s", "");
            case timeout_rate -> sum(AlertType.error_rate_spike, Measurement.TIMEOUTS, "the timeout rate of %s", "");
            case no_data -> sum(AlertType.no_data, Measurement.PRESENCE, "the silence", " s");
            case agent_loop -> sum(AlertType.agent_loop, Measurement.PRESENCE, "", "");
            case unknown -> sum(AlertType.unknown, Measurement.PRESENCE, "the value", "");
        };
    }

    private static KindInfo sum(AlertType type, Measurement measurement, String subject, String unit) {
        return new KindInfo(type, measurement, 0, subject, unit);
    }

    private static KindInfo latency(Measurement measurement, double quantile, String subject) {
        return new KindInfo(AlertType.latency_spike, measurement, quantile, subject, " ms");
    }

    /** Type of the event that is the row of an alert. */
    EventType eventType() {
        return switch (measurement) {
            case COST, TOKENS, UNPRICED -> EventType.cost_threshold_exceeded;
            case LATENCY, TTFT, FAILURES, TIMEOUTS, PRESENCE, DURATION -> EventType.performance_alert;
        };
    }
}
