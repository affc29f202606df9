package io.watchllm.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo came to.
 *
 * @param counts closed
 * @param models one line a model, most calls first
 * @param deadLetterReasons dead letters by reason
 * @param took from the first event to closed counts
 */
public record DemoReport(
        DemoReconciliation counts, List<ModelLine> models, Map<String, Long> deadLetterReasons, Duration took) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** For people. */
    public void print(PrintWriter out) {
        out.printf("%n%,d events in, %.1f s%n%n", counts.eventsIn(), took.toMillis() / 1_000.0);
        out.printf("%-14s %,12d rows%n", "events", counts.rows("events") - counts.alerts());
        out.printf("%-14s %,12d rows%n", "tool_calls", counts.rows("tool_calls"));
        out.printf("%-14s %,12d rows%n", "agent_steps", counts.rows("agent_steps"));
        out.printf("%-14s %,12d rows of events%n", "alerts", counts.alerts());
        out.printf("%-14s %,12d%n", "dead letters", counts.deadLetters());
        deadLetterReasons.forEach((reason, count) -> out.printf("  %-26s %,d%n", reason, count));
        out.printf("%-14s %,12d%n", "duplicates", counts.duplicates());
        out.printf("%n%-26s %10s %14s %10s %9s %9s%n", "model", "calls", "cost USD", "unpriced", "p50 ms", "p95 ms");
        for (var line : models) {
            out.printf(
                    "%-26s %,10d %14s %,10d %,9d %,9d%n",
                    line.model(),
                    line.calls(),
                    line.calls() == line.unpriced() ? "unknown" : line.costUsd().toPlainString(),
                    line.unpriced(),
                    line.p50Ms(),
                    line.p95Ms());
        }
        out.flush();
    }

    /** One line for programs. */
    public String json() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("events_in", counts.eventsIn());
        fields.put("events", counts.rows("events") - counts.alerts());
        fields.put("tool_calls", counts.rows("tool_calls"));
        fields.put("agent_steps", counts.rows("agent_steps"));
        fields.put("alerts", counts.alerts());
        fields.put("dead_letters", counts.deadLetters());
        fields.put("duplicates", counts.duplicates());
        fields.put("seconds", took.toMillis() / 1_000.0);
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a map of numbers is always JSON", impossible);
        }
    }
}
