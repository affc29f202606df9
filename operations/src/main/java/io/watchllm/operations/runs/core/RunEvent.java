package io.watchllm.operations.runs.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run: an event, or a tool call that was nested in one.
 *
 * @param id id of its event
 * @param kind its kind
 * @param name its name, such as the model or the tool
 * @param place its position in the run
 * @param outcome its duration and status
 * @param usage usage of a prompt call; null for everything else
 */
public record RunEvent(
        String id,
        Kind kind,
        String name,
        Place place,
        Outcome outcome,
        @Nullable Usage usage) {
    private static final Set<String> FAILED = Set.of("error", "timeout");

    /** Kinds of events, those that contain others first, with their words for output. */
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

        /** The word for output. */
        public String word() {
            return word;
        }

        /** The kind for a value of the column event_type. */
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
     * Position in the run.
     *
     * @param time when it began
     * @param step number of a step; null for everything else
     * @param spanId its OpenTelemetry span; null when there is none
     * @param parentSpanId the span in which it happened; null when there is none
     */
    public record Place(
            Instant time,
            @Nullable Integer step,
            @Nullable String spanId,
            @Nullable String parentSpanId) {}

    /**
     * Duration and status.
     *
     * @param tookMs duration in milliseconds; null when not known
     * @param status value of the column status; empty when not known
     * @param error the error; empty for none
     */
    public record Outcome(@Nullable Integer tookMs, String status, String error) {}

    /**
     * Usage of a prompt call.
     *
     * @param tokensInput tokens sent, cached ones included
     * @param tokensCached of those, the ones read from a cache
     * @param tokensOutput tokens received
     * @param costUsd cost in USD; null when not known
     */
    public record Usage(
            int tokensInput,
            int tokensCached,
            int tokensOutput,
            @Nullable BigDecimal costUsd) {}

    /** Whether it is an error, or ended with an error or a timeout. */
    public boolean failed() {
        return kind == Kind.ERROR || FAILED.contains(outcome.status());
    }

    /** When it ended. */
    Instant end() {
        var tookMs = outcome.tookMs();
        return tookMs == null ? place.time() : place.time().plusMillis(tookMs);
    }
}
