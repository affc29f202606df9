package io.watchllm.cli.run;

import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Outcome;
import io.watchllm.operations.runs.core.RunEvent.Place;
import io.watchllm.operations.runs.core.RunEvent.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Short ways to write the events of a run, whose ids are also their names. */
final class RunEvents {
    static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

    private RunEvents() {}

    static RunEvent prompt(String id, int atMs) {
        return prompt(id, atMs, null, null);
    }

    static RunEvent prompt(String id, int atMs, @Nullable String span, @Nullable String parentSpan) {
        return new RunEvent(
                id,
                Kind.PROMPT,
                id,
                place(atMs, null, span, parentSpan),
                new Outcome(100, "success", ""),
                new Usage(1_000, 400, 50, new BigDecimal("0.0125")));
    }

    static RunEvent step(String id, int number, int atMs) {
        return step(id, number, atMs, null);
    }

    static RunEvent step(String id, int number, int atMs, @Nullable String span) {
        return new RunEvent(id, Kind.STEP, id, place(atMs, number, span, null), new Outcome(10, "success", ""), null);
    }

    static RunEvent tool(String id, int atMs) {
        return other(Kind.TOOL, id, atMs, null, null);
    }

    /** A nested call of the event of this id. */
    static RunEvent call(String id, String name, int atMs, String status) {
        return new RunEvent(id, Kind.TOOL, name, place(atMs, null, null, null), new Outcome(20, status, ""), null);
    }

    static RunEvent other(Kind kind, String id, int atMs, @Nullable String span, @Nullable String parentSpan) {
        return new RunEvent(id, kind, id, place(atMs, null, span, parentSpan), new Outcome(null, "", ""), null);
    }

    private static Place place(int atMs, @Nullable Integer step, @Nullable String span, @Nullable String parentSpan) {
        return new Place(START.plusMillis(atMs), step, span, parentSpan);
    }
}
