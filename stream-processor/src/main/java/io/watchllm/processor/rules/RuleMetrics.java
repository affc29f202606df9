package io.watchllm.processor.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.runtime.Metric;
import io.watchllm.validation.TableRecordException.Fault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of alert rules. */
public final class RuleMetrics {

    private static final Metric RULES = new Metric(
            "watchllm.processor.alert.rules",
            Metric.Type.GAUGE,
            "",
            List.of(),
            "Alert rules that are switched on, those that ship included.");
    private static final Metric SKIPPED = new Metric(
            "watchllm.processor.alert.rules.skipped",
            Metric.Type.COUNTER,
            "",
            List.of("reason"),
            "Records of the topic of rules that are none and were left out, by why: no_key, wrong_key, not_wire_format, unknown_schema, unreadable, broken_rule.");

    private static final Metric DISABLED = new Metric(
            "watchllm.processor.alert.rules.disabled",
            Metric.Type.GAUGE,
            "",
            List.of(),
            "Alert rules that this process has switched off because they failed; each is in the dead letters with the reason rule_failed.");

    /** Every metric of rules. */
    public static final List<Metric> ALL = List.of(RULES, SKIPPED, DISABLED);

    private final AtomicLong rules = new AtomicLong();
    private final AtomicLong disabled = new AtomicLong();
    private final Map<Fault, Counter> skipped = new EnumMap<>(Fault.class);

    public RuleMetrics(MeterRegistry registry) {
        RULES.gauge(registry, rules::get);
        DISABLED.gauge(registry, disabled::get);
        for (var fault : RuleReading.FAULTS) {
            skipped.put(fault, SKIPPED.counter(registry, fault.word()));
        }
    }

    void rules(int count) {
        rules.set(count);
    }

    void disabled(int count) {
        disabled.set(count);
    }

    void skipped(Fault fault) {
        var counter = skipped.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }
}
