package io.watchllm.notifier.consume;

import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.runtime.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Metrics of the notifier for one target. */
public final class NotifierMetrics {
    private static final Metric ALERTS = Metric.counter(
            "watchllm.notifier.alerts",
            "Alerts by what became of them: delivered, undelivered (given up and kept), filtered, backfill (found in a replay: nobody is notified), superseded (a later one of the same project, rule and group was told in its place), unreadable.",
            "target",
            "fate");
    private static final Metric ATTEMPTS = Metric.counter(
            "watchllm.notifier.attempts",
            "Attempts to send a message: delivered, failed (tried again), refused (the target will never take it).",
            "target",
            "outcome");
    private static final Metric REQUEST = Metric.timer("watchllm.notifier.request", "Time of an attempt.", "target");
    private static final Metric DELAY = Metric.timer(
            "watchllm.notifier.delay", "Time from an alert's arrival on the topic until the target had it.", "target");
    private static final Metric PENDING =
            Metric.gauge("watchllm.notifier.pending", "Alerts that wait in memory for their delivery.", "target");
    private static final Metric FAILURES = Metric.gauge(
            "watchllm.notifier.failures",
            "Attempts that failed in a row; 0 when the target took the last message.",
            "target");
    private static final Metric LAG = Metric.gauge(
            "watchllm.notifier.lag",
            "Records of the topic that were not read yet for the target, as of the last read.",
            "target");

    /** Every metric of the notifier. */
    public static final List<Metric> ALL = List.of(ALERTS, ATTEMPTS, REQUEST, DELAY, PENDING, FAILURES, LAG);

    /** Outcome of an alert. */
    enum Fate {
        DELIVERED,
        UNDELIVERED,
        FILTERED,
        BACKFILL,
        SUPERSEDED,
        UNREADABLE
    }

    private final MeterRegistry registry;
    private final String target;

    /** Metrics of a target; gauges read its status. */
    public NotifierMetrics(MeterRegistry registry, String target, TargetStatus status) {
        this.registry = registry;
        this.target = target;
        PENDING.gauge(registry, () -> status.now().pending(), target);
        FAILURES.gauge(registry, () -> status.now().failures(), target);
        LAG.gauge(registry, () -> status.now().lag(), target);
        for (var fate : Fate.values()) {
            // Shows each as 0 before its first.
            ALERTS.counter(registry, target, word(fate));
        }
    }

    void alerts(Fate fate, int count) {
        ALERTS.counter(registry, target, word(fate)).increment(count);
    }

    void attempt(String outcome, Duration took) {
        ATTEMPTS.counter(registry, target, outcome).increment();
        REQUEST.timer(registry, target).record(took);
    }

    void delay(Duration delay) {
        DELAY.timer(registry, target).record(delay.isNegative() ? Duration.ZERO : delay);
    }

    private static String word(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }
}
