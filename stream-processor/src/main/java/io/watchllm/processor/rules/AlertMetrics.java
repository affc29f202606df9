package io.watchllm.processor.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.runtime.Metric;
import io.watchllm.validation.TableRecordException.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Metrics of alerts. */
public final class AlertMetrics {

    private static final Metric ALERTS = Metric.counter(
            "watchllm.processor.alerts",
            "Alerts that were raised, by rule and state: firing, resolved, renotify, suppressed. Rules beyond the first 200 are counted as other.",
            "rule",
            "state");
    private static final Metric LATE = Metric.counter(
            "watchllm.processor.alerts.late.events",
            "Events that came too late for a rule and are only stored: for its window or, with a budget, for the days that it remembers.",
            "rule");
    private static final Metric PANES = Metric.counter(
            "watchllm.processor.alerts.panes", "Parts of panes that went on to the partition of their group.");
    private static final Metric FOREIGN = Metric.counter(
            "watchllm.processor.alerts.panes.foreign",
            "Records of the topic of panes that were left out: those of another application that reads the same events, and what is none.");
    private static final Metric FAILURES = Metric.counter(
            "watchllm.processor.alerts.failures",
            "Faults in alerts that no rule is to blame for; what was done then was left out, and the rows went on. The log says what it was.");
    private static final Metric GROUPS = Metric.gauge(
            "watchllm.processor.alerts.groups",
            "Groups that are remembered in this process, one for each rule that counts for it.");
    private static final Metric DISPLACED = Metric.gauge(
            "watchllm.processor.alerts.groups.forgotten.early",
            "Groups that were forgotten before their time, because there were more than WATCHLLM_PROCESSOR_ALERT_GROUPS_MAX.");
    private static final Metric LOST = Metric.gauge(
            "watchllm.processor.alerts.groups.lost",
            "Groups whose state could not be read again, so that they began again; more than 0 is a fault of the program.");
    private static final Metric LAG = Metric.timer(
            "watchllm.processor.alerts.lag",
            "From the time of the event to its alert; alerts about events that are older than max_event_age are left out.");

    private static final Metric RULES = Metric.gauge(
            "watchllm.processor.alert.rules", "Alert rules that are switched on, those that ship included.");
    private static final Metric SKIPPED = Metric.counter(
            "watchllm.processor.alert.rules.skipped",
            "Records of the topic of rules that are none and were left out, by why: no_key, wrong_key, not_wire_format, unknown_schema, unreadable, broken_rule.",
            "reason");
    private static final Metric DISABLED = Metric.gauge(
            "watchllm.processor.alert.rules.disabled",
            "Alert rules that this process has switched off because they failed; each is in the dead letters with the reason rule_failed.");

    /** Every metric of alerts and rules. */
    public static final List<Metric> ALL =
            List.of(ALERTS, LATE, PANES, FOREIGN, FAILURES, GROUPS, DISPLACED, LOST, LAG, RULES, SKIPPED, DISABLED);

    /** Bounded because a deleted rule leaves its time series behind. */
    private static final int RULES_MAX = 200;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final WriteMetrics writes;
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Map<Object, Groups> groups = new ConcurrentHashMap<>();
    private final AtomicLong rules = new AtomicLong();
    private final AtomicLong disabled = new AtomicLong();
    private final Counter panes;
    private final Counter foreign;
    private final Counter failures;
    private final Timer lag;

    private record Groups(long states, long displaced, long lost) {}

    /** Registers all metrics. */
    public AlertMetrics(MeterRegistry registry, WriteMetrics writes) {
        this.registry = registry;
        this.writes = writes;
        panes = PANES.counter(registry);
        foreign = FOREIGN.counter(registry);
        failures = FAILURES.counter(registry);
        lag = LAG.timer(registry);
        GROUPS.gauge(registry, () -> sum(Groups::states));
        DISPLACED.gauge(registry, () -> sum(Groups::displaced));
        LOST.gauge(registry, () -> sum(Groups::lost));
        RULES.gauge(registry, rules::get);
        DISABLED.gauge(registry, disabled::get);
        for (var fault : RuleReading.FAULTS) {
            // Shows each reason as 0 before its first.
            SKIPPED.counter(registry, fault.word());
        }
    }

    /** Metrics of writes. */
    public WriteMetrics writes() {
        return writes;
    }

    /** Counts an alert, and measures its lag. */
    public void raised(RaisedAlert alert) {
        ALERTS.counter(
                        registry,
                        label(alert.rule().id()),
                        alert.status().state().name())
                .increment();
        if (!alert.backfill()) {
            lag.record(Duration.ofMillis(alert.lagMs()));
        }
    }

    /** Counts late events. */
    public void late(String rule, long events) {
        LATE.counter(registry, label(rule)).increment((double) events);
    }

    /** Counts pane parts that were sent on. */
    public void panes(int parts) {
        panes.increment(parts);
    }

    /** Counts a fault that no rule is to blame for. */
    public void failed() {
        failures.increment();
    }

    /** Counts a record of another application, or an invalid one. */
    public void foreignPane() {
        foreign.increment();
    }

    /** Registers the groups of a stage; they may only be read by the stage's thread. */
    public void groups(Object stage, AlertGroups current) {
        groups.put(stage, new Groups(current.size(), current.displaced(), current.lost()));
    }

    /** Forgets the groups of a closed stage. */
    public void closed(Object stage) {
        groups.remove(stage);
    }

    private long sum(ToLongFunction<Groups> count) {
        return groups.values().stream().mapToLong(count).sum();
    }

    void rules(int count) {
        rules.set(count);
    }

    void disabled(int count) {
        disabled.set(count);
    }

    void skipped(Fault fault) {
        SKIPPED.counter(registry, fault.word()).increment();
    }

    private String label(String rule) {
        var known = labels.get(rule);
        if (known != null) {
            return known;
        }
        return labels.size() < RULES_MAX ? labels.computeIfAbsent(rule, same -> same) : OTHER;
    }
}
