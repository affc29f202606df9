package io.watchllm.cli.alerts;

import io.watchllm.control.Alert;
import io.watchllm.notifier.core.AlertFields;
import io.watchllm.runtime.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An alert on a line, the numbers that made it included: {@code 2026-11-01T08:00:00Z CRITICAL firing cost_spike shop
 * cost user=u-7: 12.5 against 10 in 1h (baseline 3, …)}.
 */
public final class AlertLine {
    private AlertLine() {}

    /** The line, without its end. */
    public static String of(Alert alert) {
        var line = "%s %s %s %s %s %s %s=%s: %s%s"
                .formatted(
                        text(alert, "timestamp"),
                        text(alert, "alert_level").toUpperCase(Locale.ROOT),
                        text(alert, "alert_state"),
                        text(alert, "alert_type"),
                        alert.getProjectId(),
                        text(alert, "alert_rule_id"),
                        text(alert, "alert_scope"),
                        text(alert, "alert_group"),
                        values(alert),
                        details(alert));
        return PlainText.line(line) + (alert.getAlert().getAlertBackfill() ? " [found in a replay]" : "");
    }

    private static String values(Alert alert) {
        var actual = text(alert, "alert_actual_value");
        if (actual.isEmpty()) {
            return alert.getMessage();
        }
        var threshold = text(alert, "alert_threshold");
        var windowMs = alert.getAlert().getAlertWindowMs();
        return actual
                + (threshold.isEmpty() ? "" : " against " + threshold)
                + (windowMs == null ? "" : " in " + span(Duration.ofMillis(windowMs)));
    }

    private static String details(Alert alert) {
        var details = new ArrayList<String>();
        add(details, "baseline ", text(alert, "alert_baseline"), "");
        add(details, "", text(alert, "alert_sample_count"), " samples");
        var unpriced = text(alert, "alert_unpriced_count");
        add(details, "", unpriced.equals("0") ? "" : unpriced, " unpriced");
        add(details, "", text(alert, "alert_affected_models"), "");
        add(details, "seen after ", text(alert, "alert_detection_lag_ms"), " ms");
        add(details, "by event ", text(alert, "alert_trigger_event_id"), ofRun(text(alert, "alert_trigger_run_id")));
        return details.isEmpty() ? "" : " (" + String.join("; ", details) + ")";
    }

    /** An event id names an event only within its run. */
    private static String ofRun(String run) {
        return run.isEmpty() ? "" : " of run " + run;
    }

    private static void add(List<String> details, String before, String value, String behind) {
        if (!value.isEmpty()) {
            details.add(before + value + behind);
        }
    }

    /** {@code 1h}, {@code 90m}, {@code 10s}: in the largest unit that it is a whole number of. */
    private static String span(Duration span) {
        var seconds = span.toSeconds();
        if (span.toMillis() % 1_000 != 0) {
            return span.toMillis() + "ms";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String text(Alert alert, String field) {
        return AlertFields.text(alert, field);
    }
}
