package io.watchllm.validation;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether an event is accepted. */
public final class EventCheck {

    /** Range of {@code DateTime64(3)}. */
    private static final Instant TIME_MIN = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant TIME_MAX = Instant.parse("2299-12-31T23:59:59.999Z");

    private static final int COST_DIGITS = 18;
    private static final int ALERT_DIGITS = 38;

    private final Limits limits;
    private final IdCheck ids;

    public EventCheck(Limits limits) {
        this.limits = limits;
        ids = new IdCheck(limits.sizes());
    }

    /**
     * Why the event is rejected, or null when it is accepted.
     *
     * @param arrival when the broker received the record: the timestamp's bounds are relative to it, so that a replay
     *     decides as the first run did
     */
    public @Nullable Rejection check(Event event, Instant arrival) {
        try {
            ids.check(event);
            timely(event.getTimestamp(), arrival);
            switch (event.getPayload()) {
                case PromptCall call -> check(call);
                case ToolCall call -> notNegative("payload.latency_ms", call.getLatencyMs());
                case AgentStep step -> {
                    notNegative("payload.step_number", step.getStepNumber());
                    notNegative("payload.latency_ms", step.getLatencyMs());
                }
                case ErrorEvent error -> {
                    if (event.getError() == null) {
                        throw new RejectedException(
                                Reason.MISSING_ERROR, "error", "missing", "an error, on an error event");
                    }
                }
                case HallucinationDetected found -> score(found.getConfidenceScore());
                case CostThresholdExceeded raised -> check(raised.getAlert());
                case PerformanceAlert raised -> check(raised.getAlert());
                default -> {
                    // The other types have no bounded numbers.
                }
            }
            return null;
        } catch (RejectedException rejected) {
            return rejected.rejection();
        }
    }

    private void timely(Instant timestamp, Instant arrival) {
        if (timestamp.isAfter(arrival.plus(limits.ahead()))) {
            throw new RejectedException(
                    Reason.TIMESTAMP_IN_FUTURE,
                    "timestamp",
                    timestamp.toString(),
                    "at most %s after the arrival at %s (is the producer's clock right?)"
                            .formatted(DurationText.of(limits.ahead()), arrival));
        }
        if (timestamp.isBefore(arrival.minus(limits.retention()))) {
            throw new RejectedException(
                    Reason.TIMESTAMP_TOO_OLD,
                    "timestamp",
                    timestamp.toString(),
                    "at most %s, the retention, before the arrival at %s"
                            .formatted(DurationText.of(limits.retention()), arrival));
        }
    }

    private static void check(PromptCall call) {
        notNegative("payload.tokens_input", call.getTokensInput());
        notNegative("payload.tokens_output", call.getTokensOutput());
        notNegative("payload.tokens_cache_read", call.getTokensCacheRead());
        notNegative("payload.tokens_cache_write", call.getTokensCacheWrite());
        notNegative("payload.tokens_reasoning", call.getTokensReasoning());
        notNegative("payload.ttft_ms", call.getTtftMs());
        notNegative("payload.latency_ms", call.getLatencyMs());
        var cost = call.getCostEstimateUsd();
        fits("payload.cost_estimate_usd", cost, COST_DIGITS);
        if (cost != null && cost.signum() < 0) {
            throw negative("payload.cost_estimate_usd", cost.toPlainString());
        }
        int index = 0;
        for (var nested : call.getToolCalls()) {
            var latency = nested.getLatencyMs();
            // Builds the path only when needed.
            if (latency != null && latency < 0) {
                throw negative("payload.tool_calls[" + index + "].latency_ms", latency.toString());
            }
            index++;
        }
    }

    private static void score(@Nullable Double score) {
        if (score == null) {
            return;
        }
        if (!Double.isFinite(score)) {
            throw new RejectedException(
                    Reason.NUMBER_OUT_OF_RANGE, "payload.confidence_score", score.toString(), "a number, 0 or more");
        }
        if (score < 0) {
            throw negative("payload.confidence_score", score.toString());
        }
    }

    private static void check(AlertDetail alert) {
        notNegative("payload.alert.window_minutes", alert.getWindowMinutes());
        notNegative("payload.alert.alert_window_ms", alert.getAlertWindowMs());
        notNegative("payload.alert.alert_sample_count", alert.getAlertSampleCount());
        notNegative("payload.alert.alert_unpriced_count", alert.getAlertUnpricedCount());
        notNegative("payload.alert.alert_detection_lag_ms", alert.getAlertDetectionLagMs());
        fits("payload.alert.threshold", alert.getThreshold(), ALERT_DIGITS);
        fits("payload.alert.actual_value", alert.getActualValue(), ALERT_DIGITS);
        fits("payload.alert.alert_baseline", alert.getAlertBaseline(), ALERT_DIGITS);
        var first = alert.getAlertFirstEventTime();
        if (first != null && (first.isBefore(TIME_MIN) || first.isAfter(TIME_MAX))) {
            throw new RejectedException(
                    Reason.NUMBER_OUT_OF_RANGE,
                    "payload.alert.alert_first_event_time",
                    first.toString(),
                    "a time from " + TIME_MIN + " to " + TIME_MAX);
        }
    }

    private static void notNegative(String field, @Nullable Number value) {
        if (value != null && value.longValue() < 0) {
            throw negative(field, value.toString());
        }
    }

    private static RejectedException negative(String field, String value) {
        return new RejectedException(Reason.NEGATIVE_NUMBER, field, value, "0 or more");
    }

    private static void fits(String field, @Nullable BigDecimal value, int digits) {
        // Checks the bits before the digits: counting the digits of a huge number takes seconds.
        if (value == null || (value.unscaledValue().bitLength() < 4 * digits && value.precision() <= digits)) {
            return;
        }
        throw new RejectedException(
                Reason.NUMBER_OUT_OF_RANGE,
                field,
                "a number of " + value.unscaledValue().bitLength() + " bits",
                "a decimal of at most " + digits + " digits, " + value.scale() + " of them behind the point");
    }
}
