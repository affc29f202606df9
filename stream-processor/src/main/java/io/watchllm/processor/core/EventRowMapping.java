package io.watchllm.processor.core;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.processor.core.price.Pricing;
import io.watchllm.rows.CostSource;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.EventType;
import org.jspecify.annotations.Nullable;

/** The row that every event has in events. */
final class EventRowMapping {

    private EventRowMapping() {}

    static EventRow row(Event event, @Nullable Pricing pricing, Kept kept) {
        var row = EventRow.newBuilder()
                .setEventId(event.getEventId())
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setUserId(event.getUserId())
                .setSessionId(event.getSessionId())
                .setRelease(event.getRelease())
                .setEnv(event.getEnv())
                .setTags(event.getTags())
                .setTraceId(event.getTraceId())
                .setSpanId(event.getSpanId())
                .setParentSpanId(event.getParentSpanId())
                .setContext(kept.text("context", event.getContext()));
        var client = event.getClient();
        if (client != null) {
            row.setClientHostname(client.getHostname())
                    .setClientSdkVersion(client.getSdkVersion())
                    .setClientPlatform(client.getPlatform());
        }
        if (event.getError() != null) {
            fillError(row, event.getError(), kept);
        }
        fillPayload(row, event, kept);
        if (pricing != null) {
            fillPricing(row, pricing, kept);
        }
        flagTokens(row, kept);
        return row.setFlags(kept.flags()).build();
    }

    private static void fillPayload(EventRow.Builder row, Event event, Kept kept) {
        switch (event.getPayload()) {
            case PromptCall call -> fillPromptCall(row.setEventType(EventType.prompt_call), call, kept);
            case ToolCall call -> fillToolCall(row.setEventType(EventType.tool_call), call);
            case AgentStep step ->
                fillAgentStep(row.setEventType(EventType.agent_step), step, event.getContext(), kept);
            case ErrorEvent error -> fillStackTrace(row.setEventType(EventType.error), error.getStackTrace(), kept);
            case AssertionFailed failed -> fillAssertion(row.setEventType(EventType.assertion_failed), failed, kept);
            case HallucinationDetected found ->
                fillHallucination(row.setEventType(EventType.hallucination_detected), found, kept);
            case CostThresholdExceeded raised ->
                fillAlert(row.setEventType(EventType.cost_threshold_exceeded), raised.getAlert());
            case PerformanceAlert raised -> fillAlert(row.setEventType(EventType.performance_alert), raised.getAlert());
            // Reading resolves the union against our schema, which has no other branch.
            case Object other -> throw new IllegalStateException("no event type has the payload " + other.getClass());
        }
    }

    private static void fillError(EventRow.Builder row, ErrorDetail error, Kept kept) {
        row.setErrorMessage(kept.text("error_message", error.getMessage()))
                .setErrorType(error.getType())
                .setErrorCode(error.getCode())
                .setErrorStack(kept.text("error_stack", error.getStack()))
                .setErrorContext(kept.text("error_context", error.getContext()));
    }

    private static void fillStackTrace(EventRow.Builder row, @Nullable String stackTrace, Kept kept) {
        var stack = row.getErrorStack();
        if (stackTrace == null || stackTrace.equals(stack)) {
            return;
        }
        // The stack may stand in the error, beside it, or in both; neither is lost.
        var joined = stack == null ? stackTrace : stack + "\n" + stackTrace;
        row.setErrorStack(kept.text("error_stack", joined));
    }

    private static void fillPromptCall(EventRow.Builder row, PromptCall call, Kept kept) {
        var cost = call.getCostEstimateUsd();
        row.setPrompt(kept.text("prompt", call.getPrompt()))
                .setResponse(kept.text("response", call.getResponse()))
                .setModel(call.getModel())
                .setModelVersion(call.getModelVersion())
                .setPromptTemplateId(call.getPromptTemplateId())
                .setProvider(call.getProvider())
                .setTokensInput(call.getTokensInput())
                .setTokensOutput(call.getTokensOutput())
                .setTokensCacheRead(call.getTokensCacheRead())
                .setTokensCacheWrite(call.getTokensCacheWrite())
                .setTokensReasoning(call.getTokensReasoning())
                .setTtftMs(call.getTtftMs())
                .setCostEstimateUsd(cost)
                .setCostSource(cost == null ? CostSource.unpriced : CostSource.client)
                .setResponseMetadata(kept.text("response_metadata", call.getResponseMetadata()))
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
    }

    private static void fillPricing(EventRow.Builder row, Pricing pricing, Kept kept) {
        row.setCostEstimateUsd(pricing.costUsd())
                .setCostSource(pricing.source())
                .setPriceVersion(pricing.priceVersion())
                .setTokensInput(pricing.tokensInput());
        pricing.flags().forEach(flag -> kept.flagWhen(true, flag));
    }

    private static void flagTokens(EventRow.Builder row, Kept kept) {
        long cached = orZero(row.getTokensCacheRead()) + orZero(row.getTokensCacheWrite());
        kept.flagWhen(cached > orZero(row.getTokensInput()), "cache_tokens_above_input");
        kept.flagWhen(
                orZero(row.getTokensReasoning()) > orZero(row.getTokensOutput()), "reasoning_tokens_above_output");
    }

    /** Name, id, agent, duration and status; what went in and out stands in tool_calls alone. */
    private static void fillToolCall(EventRow.Builder row, ToolCall call) {
        row.setToolName(call.getToolName())
                .setToolId(call.getToolId())
                .setAgentName(call.getAgentName())
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
    }

    private static void fillAgentStep(EventRow.Builder row, AgentStep step, @Nullable String context, Kept kept) {
        row.setStepNumber(step.getStepNumber())
                .setStepName(step.getStepName())
                .setStepType(step.getStepType())
                .setStepInputData(kept.text("step_input_data", step.getInputData()))
                .setStepOutputData(kept.text("step_output_data", step.getOutputData()))
                .setStepReasoning(kept.text("step_reasoning", step.getReasoning()))
                .setStepContext(kept.text("step_context", context))
                .setAgentName(step.getAgentName())
                .setLatencyMs(step.getLatencyMs())
                .setStatus(step.getStatus());
    }

    private static void fillAssertion(EventRow.Builder row, AssertionFailed failed, Kept kept) {
        row.setAssertionName(failed.getAssertionName())
                .setAssertionType(failed.getAssertionType())
                .setAssertionExpected(kept.text("assertion_expected", failed.getExpected()))
                .setAssertionActual(kept.text("assertion_actual", failed.getActual()))
                .setAssertionSeverity(failed.getSeverity());
    }

    private static void fillHallucination(EventRow.Builder row, HallucinationDetected found, Kept kept) {
        row.setHallucinationDetectionMethod(found.getDetectionMethod())
                .setHallucinationConfidenceScore(found.getConfidenceScore())
                .setHallucinationFlaggedContent(kept.text("hallucination_flagged_content", found.getFlaggedContent()))
                .setHallucinationGroundTruth(kept.text("hallucination_ground_truth", found.getGroundTruth()))
                .setHallucinationRecommendations(found.getRecommendations());
    }

    private static void fillAlert(EventRow.Builder row, AlertDetail alert) {
        row.setAlertType(alert.getAlertType())
                .setAlertThreshold(alert.getThreshold())
                .setAlertActualValue(alert.getActualValue())
                .setAlertWindowMinutes(alert.getWindowMinutes())
                .setAlertAffectedModels(alert.getAffectedModels())
                .setAlertRuleId(alert.getAlertRuleId())
                .setAlertLevel(alert.getAlertLevel())
                .setAlertState(alert.getAlertState())
                .setAlertScope(alert.getAlertScope())
                .setAlertGroup(alert.getAlertGroup())
                .setAlertBaseline(alert.getAlertBaseline())
                .setAlertWindowMs(alert.getAlertWindowMs())
                .setAlertSampleCount(alert.getAlertSampleCount())
                .setAlertUnpricedCount(alert.getAlertUnpricedCount())
                .setAlertTriggerEventId(alert.getAlertTriggerEventId())
                .setAlertFirstEventTime(alert.getAlertFirstEventTime())
                .setAlertDetectionLagMs(alert.getAlertDetectionLagMs())
                .setAlertBackfill(alert.getAlertBackfill());
    }

    private static long orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
