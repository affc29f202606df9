package io.watchllm.processor.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.processor.rules.RuleMetrics;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.runtime.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Metrics of alerts. */
public final class AlertMetrics {

    private static final Metric ALERTS = new Metric(
            "watchllm.processor.alerts",
            Metric.Type.COUNTER,
            "",
            List.of("rule", "state"),
            "Alerts that were raised, by rule and state: firing, resolved, renotify, suppressed. Rules beyond the first 200 are counted as other.");
    private static final Metric LATE = new Metric(
            "watchllm.processor.alerts.late.events",
            Metric.Type.COUNTER,
            "",
            List.of("rule"),
            "Events that came too late for a rule and are only stored: for its window or, with a budget, for the days that it remembers.");
    private static final Metric PANES = new Metric(
            "watchllm.processor.alerts.panes",
            Metric.Type.COUNTER,
            "",
            List.of(),
            "Parts of panes that went on to the partition of their group.");
    private static final Metric FOREIGN = new Metric(
            "watchllm.processor.alerts.panes.foreign",
            Metric.Type.COUNTER,
            "",
            List.of(),
            "Records of the topic of panes that were left out: those of another application that reads the same events, and what is none.");
    private static final Metric FAILURES = new Metric(
            "watchllm.processor.alerts.failures",
            Metric.Type.COUNTER,
            "",
            List.of(),
            "Faults in alerts that no rule is to blame for; what was done then was left out, and the rows went on. The log says what it was.");
    private static final Metric GROUPS = new Metric(
            "watchllm.processor.alerts.groups",
            Metric.Type.GAUGE,
            "",
            List.of(),
            "Groups that are remembered in this process, one for each rule that counts for it.");
    private static final Metric DISPLACED = new Metric(
            "watchllm.processor.alerts.groups.forgotten.early",
            Metric.Type.GAUGE,
            "",
            List.of(),
            "Groups that were forgotten before their time, because there were more than WATCHLLM_PROCESSOR_ALERT_GROUPS_MAX.");
    private static final Metric LOST = new Metric(
            "watchllm.processor.alerts.groups.lost",
            Metric.Type.GAUGE,
            "",
            List.of(),
            "Groups whose state could not be read again, so that they began anew; more than 0 is a fault of the program.");
    private static final Metric LAG = new Metric(
            "watchllm.processor.alerts.lag",
            Metric.Type.TIMER,
            "",
            List.of(),
            "From the time of the event to its alert; alerts about events that are older than max_event_age are left out.");

    /** Every metric of alerts. */
    public static final List<Metric> ALL = Stream.concat(
                    Stream.of(ALERTS, LATE, PANES, FOREIGN, FAILURES, GROUPS, DISPLACED, LOST, LAG),
                    RuleMetrics.ALL.stream())
            .toList();

    /** Bounded because a deleted rule leaves its time series behind. */
    private static final int RULES_MAX = 200;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final RuleMetrics rules;
    private final WriteMetrics writes;
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Map<Object, Kept> kept = new ConcurrentHashMap<>();
    private final Counter panes;
    private final Counter foreign;
    private final Counter failures;
    private final Timer lag;

    private record Kept(long groups, long displaced, long lost) {}

    AlertMetrics(MeterRegistry registry, WriteMetrics writes) {
        this.registry = registry;
        this.writes = writes;
        rules = new RuleMetrics(registry);
        panes = PANES.counter(registry);
        foreign = FOREIGN.counter(registry);
        failures = FAILURES.counter(registry);
        lag = LAG.timer(registry);
        GROUPS.gauge(registry, () -> sum(Kept::groups));
        DISPLACED.gauge(registry, () -> sum(Kept::displaced));
        LOST.gauge(registry, () -> sum(Kept::lost));
    }

    /** Metrics of rules. */
    public RuleMetrics rules() {
        return rules;
    }

    /** Metrics of writes. */
    public WriteMetrics writes() {
        return writes;
    }

    void raised(RaisedAlert alert) {
        ALERTS.counter(registry, label(alert.rule().id()), alert.said().state().name())
                .increment();
        if (!alert.backfill()) {
            lag.record(Duration.ofMillis(alert.lagMs()));
        }
    }

    void late(String rule, long events) {
        LATE.counter(registry, label(rule)).increment((double) events);
    }

    void panes(int parts) {
        panes.increment(parts);
    }

    void failed() {
        failures.increment();
    }

    void foreignPane() {
        foreign.increment();
    }

    /** Registers the groups of a stage; they may only be read by the stage's thread. */
    void kept(Object stage, AlertGroups groups) {
        kept.put(stage, new Kept(groups.size(), groups.displaced(), groups.lost()));
    }

    void closed(Object stage) {
        kept.remove(stage);
    }

    private long sum(ToLongFunction<Kept> count) {
        return kept.values().stream().mapToLong(count).sum();
    }

    private String label(String rule) {
        var known = labels.get(rule);
        if (known != null) {
            return known;
        }
        return labels.size() < RULES_MAX ? labels.computeIfAbsent(rule, same -> same) : OTHER;
    }
}
