package io.watchllm.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.processor.core.Reason;
import java.util.EnumMap;
import java.util.Map;

/**
 * All metrics of the processor itself. They count what was done in this process: what a crash makes it do again is
 * counted again, so the books are kept by the topics and not by these.
 */
public final class ProcessorMetrics {

    private final Counter accepted;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Map<String, Counter> rows;

    public ProcessorMetrics(MeterRegistry registry) {
        accepted = Counter.builder("watchllm.processor.events.accepted")
                .description("Events that were let through")
                .register(registry);
        for (var reason : Reason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("watchllm.processor.records.rejected")
                            .description("Records that went to the dead letters")
                            .tag("reason", reason.word())
                            .register(registry));
        }
        rows = Map.of(
                Nodes.EVENT_ROWS, rows(registry, "events"),
                Nodes.TOOL_CALL_ROWS, rows(registry, "tool_calls"),
                Nodes.AGENT_STEP_ROWS, rows(registry, "agent_steps"));
    }

    private static Counter rows(MeterRegistry registry, String table) {
        return Counter.builder("watchllm.processor.rows")
                .description("Rows that were written to their topic")
                .tag("table", table)
                .register(registry);
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

    void row(String node) {
        var counter = rows.get(node);
        if (counter != null) {
            counter.increment();
        }
    }
}
