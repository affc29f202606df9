package io.watchllm.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.processor.core.Reason;
import io.watchllm.processor.core.privacy.Findings;
import io.watchllm.service.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics of the processor itself. They count what was done in this process: what a crash makes it do again is
 * counted again, so the books are kept by the topics and not by these.
 */
public final class ProcessorMetrics {
    private static final Metric ACCEPTED = new Metric(
            "watchllm.processor.events.accepted", Metric.Type.COUNTER, "", List.of(), "Events that were let through.");
    private static final Metric REJECTED = new Metric(
            "watchllm.processor.records.rejected",
            Metric.Type.COUNTER,
            "",
            List.of("reason"),
            "Records that went to the dead letters.");
    private static final Metric ROWS = new Metric(
            "watchllm.processor.rows",
            Metric.Type.COUNTER,
            "",
            List.of("table"),
            "Rows that were written to the topic of their table.");

    private static final Metric REDACTIONS = new Metric(
            "watchllm.processor.redactions",
            Metric.Type.COUNTER,
            "",
            List.of("rule"),
            "Places that a privacy rule found, in events and in dead letters, by the name of the rule.");

    /** Every metric of the processor. */
    public static final List<Metric> ALL = List.of(ACCEPTED, REJECTED, ROWS, REDACTIONS);

    private final MeterRegistry registry;

    private final Counter accepted;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Map<String, Counter> rows;

    public ProcessorMetrics(MeterRegistry registry) {
        this.registry = registry;
        accepted = ACCEPTED.counter(registry);
        for (var reason : Reason.values()) {
            rejected.put(reason, REJECTED.counter(registry, reason.word()));
        }
        rows = Map.of(
                Nodes.EVENT_ROWS, ROWS.counter(registry, "events"),
                Nodes.TOOL_CALL_ROWS, ROWS.counter(registry, "tool_calls"),
                Nodes.AGENT_STEP_ROWS, ROWS.counter(registry, "agent_steps"));
    }

    void accepted() {
        accepted.increment();
    }

    void rejected(Reason reason) {
        var counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Bounded: there are as many names as rules. */
    void redacted(Findings findings) {
        findings.counts()
                .forEach((rule, count) -> REDACTIONS.counter(registry, rule).increment(count));
    }

    void row(String node) {
        var counter = rows.get(node);
        if (counter != null) {
            counter.increment();
        }
    }
}
