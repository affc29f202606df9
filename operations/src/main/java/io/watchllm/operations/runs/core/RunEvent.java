package io.watchllm.operations.runs.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run: an event, or a tool call that was nested in one.
 *
 * @param id its event's id
 * @param kind what it was
 * @param name what it is called, such as the model or the tool
 * @param place where it belongs
 * @param outcome how long it took and how it ended
 * @param usage what a prompt call used; null for everything else
 */
public record RunEvent(
        String id,
        Kind kind,
        String name,
        Place place,
        Outcome outcome,
        @Nullable Usage usage) {
    private static final Set<String> FAILED = Set.of("error", "timeout");

    /** Kinds of what happens, those that hold others first, with the word by which they are told. */
    public enum Kind {
        STEP("step"),
        PROMPT("prompt"),
        TOOL("tool"),
        ERROR("error"),
        ASSERTION("assertion"),
        HALLUCINATION("hallucination"),
        ALERT("alert"),
        OTHER("event");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }

        /** The kind of events of a type, as the column event_type has it. */
        public static Kind ofType(String eventType) {
            return switch (eventType) {
                case "prompt_call" -> PROMPT;
                case "agent_step" -> STEP;
                case "tool_call" -> TOOL;
                case "error" -> ERROR;
                case "assertion_failed" -> ASSERTION;
                case "hallucination_detected" -> HALLUCINATION;
                case "cost_threshold_exceeded", "performance_alert" -> ALERT;
                default -> OTHER;
            };
        }
    }

    /**
     * Where in the run it belongs.
     *
     * @param time when it began
     * @param step its number, for a step; null for everything else
     * @param spanId its OpenTelemetry span; null where there is none
     * @param parentSpanId the span in which it happened; null where none is told
     */
    public record Place(
            Instant time,
            @Nullable Integer step,
            @Nullable String spanId,
            @Nullable String parentSpanId) {}

    /**
     * How it went.
     *
     * @param tookMs how long, in milliseconds; null when not known
     * @param status as the column status has it; empty when not known
     * @param error what went wrong; empty for nothing
     */
    public record Outcome(@Nullable Integer tookMs, String status, String error) {}

    /**
     * What a prompt call used.
     *
     * @param tokensInput tokens sent, cached ones included
     * @param tokensCached of those, the ones read from a cache
     * @param tokensOutput tokens received
     * @param costUsd null when not known
     */
    public record Usage(
            int tokensInput,
            int tokensCached,
            int tokensOutput,
            @Nullable BigDecimal costUsd) {}

    /** Whether it is an error, or ended in one or in a timeout. */
    public boolean failed() {
        return kind == Kind.ERROR || FAILED.contains(outcome.status());
    }

    /** When it was over. */
    Instant end() {
        var tookMs = outcome.tookMs();
        return tookMs == null ? place.time() : place.time().plusMillis(tookMs);
    }
}
