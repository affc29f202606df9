package io.watchllm.alerting;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.events.AlertScope;
import java.time.Duration;

/** Formats an alert as a sentence. */
public final class AlertText {

    private static final long MINUTE_MS = 60_000;

    private AlertText() {}

    /** The sentence. */
    public static String of(RaisedAlert alert) {
        var actual = number(alert, alert.finding().actual());
        var threshold = number(alert, alert.status().threshold());
        var level = alert.status().level();
        var text = switch (alert.status().state()) {
            case suppressed ->
                "%s more alerts within the hour were held back, above the cap of %s"
                        .formatted(
                                FixedPoint.text(alert.finding().actual()),
                                FixedPoint.text(alert.status().threshold()));
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
        return alert.finding().actual() >= alert.status().threshold() ? "at or above" : "not yet recovered from";
    }

    private static String who(RaisedAlert alert) {
        var project = "project " + alert.group().project();
        var scope = alert.rule().target().scope();
        return scope == AlertScope.project
                ? project
                : scope + " " + alert.group().value() + " of " + project;
    }

    private static String subject(RaisedAlert alert) {
        var subject = KindInfo.of(alert.rule().kind()).subject().formatted(window(alert));
        var detail = alert.finding().detail();
        if (subject.isEmpty() || detail.isEmpty()) {
            return subject + detail;
        }
        return subject + " (" + detail + " of its budget)";
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
        return FixedPoint.text(billionths) + KindInfo.of(alert.rule().kind()).unit();
    }
}
