package io.watchllm.alerting;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.time.Duration;

/** Formats an alert as a sentence. */
public final class AlertText {

    private static final long MINUTE_MS = 60_000;

    private AlertText() {}

    /** The sentence. */
    public static String of(RaisedAlert alert) {
        var actual = number(alert, alert.finding().actual());
        var threshold = number(alert, alert.said().threshold());
        var level = alert.said().level();
        var text = switch (alert.said().state()) {
            case suppressed ->
                "%s more alerts within the hour were held back, above the cap of %s"
                        .formatted(
                                FixedPoint.text(alert.finding().actual()),
                                FixedPoint.text(alert.said().threshold()));
            case resolved ->
                "over, %s is %s now, and %s began at %s".formatted(subject(alert), actual, level, threshold);
            case renotify ->
                "%s is still %s, %s %s of %s".formatted(subject(alert), actual, compared(alert), level, threshold);
            default ->
                "%s is %s, %s %s of %s%s"
                        .formatted(subject(alert), actual, compared(alert), level, threshold, baseline(alert));
        };
        return "%s: %s (rule %s)".formatted(who(alert), text, alert.rule().id());
    }

    /** A level stays active until the value falls below its recovery bound, which is lower than the level's own. */
    private static String compared(RaisedAlert alert) {
        return alert.finding().actual() >= alert.said().threshold() ? "at or above" : "not yet recovered from";
    }

    private static String who(RaisedAlert alert) {
        var project = "project " + alert.group().project();
        var scope = alert.rule().target().scope();
        return scope == AlertScope.project
                ? project
                : scope + " " + alert.group().value() + " of " + project;
    }

    private static String subject(RaisedAlert alert) {
        var detail = alert.finding().detail();
        return switch (alert.rule().kind()) {
            case single_event_cost -> "the cost of one call";
            case cost_sum, cost_spike -> "the cost of " + window(alert);
            case run_budget -> "the cost of the run" + share(detail);
            case daily_budget -> "the cost of the day" + share(detail);
            case token_limit -> "the uncached tokens of " + window(alert);
            case unpriced_model -> "the number of calls without a price today";
            case single_event_latency -> "the latency of one event";
            case latency_p50 -> "the latency p50 of " + window(alert);
            case latency_p95, latency_spike -> "the latency p95 of " + window(alert);
            case latency_p99 -> "the latency p99 of " + window(alert);
            case ttft_p95 -> "the time to first token p95 of " + window(alert);
            case tool_latency_p95 -> "the tool latency p95 of " + window(alert);
            case error_rate -> "the error rate of " + window(alert);
            case timeout_rate -> "the timeout rate of " + window(alert);
            case no_data -> "the silence";
            case agent_loop -> detail;
            case unknown -> "the value";
        };
    }

    private static String share(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + " of its budget)";
    }

    private static String window(RaisedAlert alert) {
        long ms = alert.rule().windowMs();
        return ms % MINUTE_MS == 0
                ? Duration.ofMillis(ms).toMinutes() + " min"
                : Duration.ofMillis(ms).toSeconds() + " s";
    }

    private static String baseline(RaisedAlert alert) {
        long baseline = alert.finding().baseline();
        // The baseline of a budget is its limit, and the share spent is already in the text.
        boolean shown = alert.rule().measure() instanceof Measure.Budget;
        return baseline == Finding.NONE || shown ? "" : ", with " + number(alert, baseline) + " before";
    }

    private static String number(RaisedAlert alert, long billionths) {
        return FixedPoint.text(billionths) + unit(alert.rule().kind());
    }

    private static String unit(RuleKind kind) {
        return switch (kind) {
            case single_event_cost, cost_sum, run_budget, daily_budget, cost_spike -> " USD";
            case single_event_latency,
                    latency_p50,
                    latency_p95,
                    latency_p99,
                    latency_spike,
                    ttft_p95,
                    tool_latency_p95 -> " ms";
            case no_data -> " s";
            default -> "";
        };
    }
}
