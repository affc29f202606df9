package io.watchllm.processor.core;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import io.watchllm.events.ToolCall;
import io.watchllm.pricing.Pricing;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sets quality flags that concern an accepted event as a whole; changes nothing in it. */
final class QualityCheck {

    private static final String UNKNOWN = "unknown";

    private QualityCheck() {}

    static void flag(Event event, Instant arrival, @Nullable Pricing pricing, EventTexts texts) {
        texts.flagWhen(event.getTimestamp().isAfter(arrival.plus(Limits.CLOCK_SKEW)), Flag.TIMESTAMP_AHEAD);
        texts.flagWhen(hasUnknownSymbol(event.getPayload()), Flag.UNKNOWN_SYMBOL);
        if (event.getPayload() instanceof PromptCall call) {
            // Uses the row's count, which already includes cached tokens that were reported separately.
            flag(call, pricing == null ? call.getTokensInput() : pricing.tokensInput(), texts);
        }
    }

    private static void flag(PromptCall call, int input, EventTexts texts) {
        int output = call.getTokensOutput();
        long cached = orZero(call.getTokensCacheRead()) + orZero(call.getTokensCacheWrite());
        texts.flagWhen(cached > input, Flag.CACHE_TOKENS_ABOVE_INPUT);
        texts.flagWhen(orZero(call.getTokensReasoning()) > output, Flag.REASONING_TOKENS_ABOVE_OUTPUT);
        boolean uncounted = input == 0 && !call.getPrompt().isEmpty();
        texts.flagWhen(uncounted || (output == 0 && !call.getResponse().isEmpty()), Flag.ZERO_TOKENS);
        var latency = call.getLatencyMs();
        texts.flagWhen(latency != null && orZero(call.getTtftMs()) > latency, Flag.TTFT_ABOVE_LATENCY);
    }

    private static boolean hasUnknownSymbol(Object payload) {
        return switch (payload) {
            case PromptCall call ->
                isUnknown(call.getStatus())
                        || call.getToolCalls().stream().anyMatch(nested -> nested.getStatus() == Status.unknown);
            case ToolCall call -> isUnknown(call.getStatus());
            case AgentStep step -> isUnknown(step.getStatus()) || isUnknown(step.getStepType());
            case AssertionFailed failed -> isUnknown(failed.getAssertionType()) || isUnknown(failed.getSeverity());
            case HallucinationDetected found -> isUnknown(found.getDetectionMethod());
            case CostThresholdExceeded raised -> hasUnknown(raised.getAlert());
            case PerformanceAlert raised -> hasUnknown(raised.getAlert());
            default -> false;
        };
    }

    private static boolean hasUnknown(AlertDetail alert) {
        return isUnknown(alert.getAlertType())
                || isUnknown(alert.getAlertLevel())
                || isUnknown(alert.getAlertState())
                || isUnknown(alert.getAlertScope());
    }

    private static boolean isUnknown(@Nullable Enum<?> symbol) {
        return symbol != null && symbol.name().equals(UNKNOWN);
    }

    private static long orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
