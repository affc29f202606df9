package io.watchllm.alerting;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Actor;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Numbers;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Signature;
import io.watchllm.alerting.model.Observation.Who;
import io.watchllm.events.AgentStep;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import io.watchllm.events.ToolCall;
import io.watchllm.pricing.Pricing;
import io.watchllm.text.Sha256;
import io.watchllm.validation.JsonText;
import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextCache;
import io.watchllm.validation.TextColumn;
import io.watchllm.validation.TextLimiter;
import java.security.MessageDigest;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Extracts from events the observations that alert rules evaluate. Ignores alerts, assertions and hallucinations. Names
 * are limited and cleaned as in the event's rows, so no later code stores a text longer than its column takes. Not
 * thread-safe: it caches names.
 */
public final class ObservationReading {

    /** Members of tool arguments that differ from call to call and are left out when calls are compared. */
    public static final Set<String> VOLATILE = Set.of(
            "timestamp",
            "ts",
            "time",
            "now",
            "nonce",
            "request_id",
            "requestId",
            "trace_id",
            "traceId",
            "span_id",
            "spanId",
            "call_id",
            "callId",
            "tool_call_id",
            "idempotency_key",
            "idempotencyKey",
            "correlation_id",
            "correlationId");

    private static final Actor NOBODY = new Actor("", "", "", "");

    private final TextLimiter limiter;

    /** Names that occur again and again are held, and compared, as one object. */
    private final TextCache<String> names = new TextCache<>(10_000, 1 << 20);

    private final MessageDigest sha256 = Sha256.digest();

    /** Uses these size limits. */
    public ObservationReading(Sizes sizes) {
        limiter = new TextLimiter(sizes);
    }

    /**
     * Emits the event's observations: one for a call or a step, and one for each nested tool call.
     *
     * @param pricing cost of a prompt call; without it the client's cost is used
     * @param arrivalMs time of its record; an event with a timestamp more than {@link ActiveRule#AHEAD_MS} ahead counts
     *     at this time
     * @param comparesSteps whether a rule looks for loops
     */
    public void read(
            Event event,
            @Nullable Pricing pricing,
            long arrivalMs,
            boolean comparesSteps,
            Consumer<Observation> target) {
        long timeMs = event.getTimestamp().toEpochMilli();
        long clampedMs = timeMs - arrivalMs > ActiveRule.AHEAD_MS ? arrivalMs : timeMs;
        var reading = new Reading(event, clampedMs, comparesSteps);
        switch (event.getPayload()) {
            case PromptCall call -> {
                target.accept(reading.promptCall(call, pricing));
                for (var nested : limiter.limitCalls(call.getToolCalls())) {
                    target.accept(reading.nestedCall(call, nested));
                }
            }
            case ToolCall call -> target.accept(reading.toolCall(call));
            case AgentStep step -> target.accept(reading.step(step));
            case ErrorEvent _ -> target.accept(reading.error());
            default -> {
                // No rule counts these.
            }
        }
    }

    private Actor actor(
            @Nullable String provider, @Nullable String model, @Nullable String agent, @Nullable String tool) {
        return new Actor(
                name(TextColumn.PROVIDER, provider),
                name(TextColumn.MODEL, model),
                name(TextColumn.AGENT_NAME, agent),
                name(TextColumn.TOOL_NAME, tool));
    }

    private String name(TextColumn column, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        var name = limiter.limit(column, text);
        var known = names.get(name);
        if (known == null) {
            names.put(name, name);
        }
        return known == null ? name : known;
    }

    /** Reads one event. */
    private final class Reading {

        private final Event event;
        private final long timeMs;
        private final boolean comparesSteps;

        Reading(Event event, long timeMs, boolean comparesSteps) {
            this.event = event;
            this.timeMs = timeMs;
            this.comparesSteps = comparesSteps;
        }

        Observation promptCall(PromptCall call, @Nullable Pricing pricing) {
            var cost = pricing == null ? call.getCostEstimateUsd() : pricing.costUsd();
            int input = pricing == null ? call.getTokensInput() : pricing.tokensInput();
            int cached = call.getTokensCacheRead() == null ? 0 : call.getTokensCacheRead();
            var numbers = new Numbers(
                    cost == null ? Observation.NONE : FixedPoint.of(cost),
                    Math.max(0, (long) input - cached) + call.getTokensOutput(),
                    orNone(call.getLatencyMs()),
                    orNone(call.getTtftMs()),
                    outcome(call.getStatus(), event.getError()));
            return observation(Kind.PROMPT_CALL, actor(call.getProvider(), call.getModel(), null, null), numbers, null);
        }

        Observation nestedCall(PromptCall call, NestedToolCall nested) {
            return observation(
                    Kind.TOOL_CALL,
                    actor(call.getProvider(), call.getModel(), null, nested.getToolName()),
                    unpaid(nested.getLatencyMs(), outcome(nested.getStatus(), nested.getError())),
                    signature(nested.getToolName(), nested.getInput(), nested.getOutput(), nested.getError()));
        }

        Observation toolCall(ToolCall call) {
            return observation(
                    Kind.TOOL_CALL,
                    actor(null, null, call.getAgentName(), call.getToolName()),
                    unpaid(call.getLatencyMs(), outcome(call.getStatus(), event.getError())),
                    signature(call.getToolName(), call.getInput(), call.getOutput(), event.getError()));
        }

        Observation step(AgentStep step) {
            return observation(
                    Kind.AGENT_STEP,
                    actor(null, null, step.getAgentName(), null),
                    unpaid(step.getLatencyMs(), outcome(step.getStatus(), event.getError())),
                    signature(step));
        }

        Observation error() {
            return observation(Kind.ERROR, NOBODY, unpaid(null, Outcome.ERROR), null);
        }

        private Observation observation(Kind kind, Actor actor, Numbers numbers, @Nullable Signature signature) {
            var who = new Who(
                    event.getProjectId(),
                    event.getRunId(),
                    orEmpty(event.getUserId()),
                    actor,
                    limiter.limit(TextColumn.ENV, event.getEnv()),
                    limiter.limit(TextColumn.TAGS, event.getTags()));
            return new Observation(kind, who, event.getEventId(), timeMs, numbers, signature);
        }

        private @Nullable Signature signature(
                String tool, @Nullable String input, @Nullable String output, @Nullable ErrorDetail error) {
            if (!comparesSteps) {
                return null;
            }
            var arguments = input == null ? "" : JsonText.parse(input).canonical(VOLATILE);
            var result = output == null && error != null ? error.getMessage() : output;
            return new Signature(Hash128.of(sha256, tool, arguments), Hash128.of(sha256, "", orEmpty(result)), true);
        }

        /** Signature of a step; without an output it can't be compared with others. */
        private @Nullable Signature signature(AgentStep step) {
            if (!comparesSteps) {
                return null;
            }
            var type = step.getStepType() == null ? "" : step.getStepType().name();
            var output = step.getOutputData();
            return new Signature(
                    Hash128.of(sha256, type, orEmpty(step.getStepName())),
                    Hash128.of(sha256, "", orEmpty(output)),
                    output != null);
        }
    }

    private static Numbers unpaid(@Nullable Integer latencyMs, Outcome outcome) {
        return new Numbers(Observation.NONE, 0, orNone(latencyMs), Observation.NONE, outcome);
    }

    private static Outcome outcome(@Nullable Status status, @Nullable ErrorDetail error) {
        if (status == null) {
            return error == null ? Outcome.SUCCESS : Outcome.ERROR;
        }
        return switch (status) {
            case error -> Outcome.ERROR;
            case timeout -> Outcome.TIMEOUT;
            case success, assertion_failed, warning, unknown -> Outcome.SUCCESS;
        };
    }

    private static int orNone(@Nullable Integer value) {
        return value == null ? Observation.NONE : value;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
