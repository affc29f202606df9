package io.watchllm.processor.core;

import io.watchllm.alerting.AlertRecords;
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
import io.watchllm.pricing.Pricing;
import io.watchllm.rows.CostSource;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.EventType;
import io.watchllm.validation.TextColumn;
import org.jspecify.annotations.Nullable;

/** Maps an event to its row in the table events. */
final class EventRowMapping {

    private EventRowMapping() {}

    static EventRow row(Event event, @Nullable Pricing pricing, EventTexts texts) {
        var row = EventRow.newBuilder()
                .setEventId(event.getEventId())
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setUserId(event.getUserId())
                .setSessionId(event.getSessionId())
                .setRelease(texts.text(TextColumn.RELEASE, event.getRelease()))
                .setEnv(texts.present(TextColumn.ENV, event.getEnv()))
                .setTags(texts.list(TextColumn.TAGS, event.getTags()))
                .setTraceId(event.getTraceId())
                .setSpanId(event.getSpanId())
                .setParentSpanId(event.getParentSpanId())
                .setContext(texts.text(TextColumn.CONTEXT, event.getContext()));
        var client = event.getClient();
        if (client != null) {
            row.setClientHostname(texts.text(TextColumn.CLIENT_HOSTNAME, client.getHostname()))
                    .setClientSdkVersion(texts.text(TextColumn.CLIENT_SDK_VERSION, client.getSdkVersion()))
                    .setClientPlatform(texts.text(TextColumn.CLIENT_PLATFORM, client.getPlatform()));
        }
        if (event.getError() != null) {
            fillError(row, event.getError(), texts);
        }
        fillPayload(row, event, texts);
        if (pricing != null) {
            fillPricing(row, pricing, texts);
        }
        return row.setFlags(texts.flags()).build();
    }

    private static void fillPayload(EventRow.Builder row, Event event, EventTexts texts) {
        switch (event.getPayload()) {
            case PromptCall call -> fillPromptCall(row.setEventType(EventType.prompt_call), call, texts);
            case ToolCall call -> fillToolCall(row.setEventType(EventType.tool_call), call, texts);
            case AgentStep step ->
                fillAgentStep(row.setEventType(EventType.agent_step), step, event.getContext(), texts);
            case ErrorEvent error ->
                fillStacks(row.setEventType(EventType.error), event.getError(), error.getStackTrace(), texts);
            case AssertionFailed failed -> fillAssertion(row.setEventType(EventType.assertion_failed), failed, texts);
            case HallucinationDetected found ->
                fillHallucination(row.setEventType(EventType.hallucination_detected), found, texts);
            case CostThresholdExceeded raised ->
                fillAlert(row.setEventType(EventType.cost_threshold_exceeded), raised.getAlert(), texts);
            case PerformanceAlert raised ->
                fillAlert(row.setEventType(EventType.performance_alert), raised.getAlert(), texts);
            // Decoding resolves the union against our schema, which has no other branch.
            case Object other -> throw new IllegalStateException("no event type has the payload " + other.getClass());
        }
    }

    private static void fillError(EventRow.Builder row, ErrorDetail error, EventTexts texts) {
        row.setErrorMessage(texts.text(TextColumn.ERROR_MESSAGE, error.getMessage()))
                .setErrorType(texts.text(TextColumn.ERROR_TYPE, error.getType()))
                .setErrorCode(texts.text(TextColumn.ERROR_CODE, error.getCode()))
                .setErrorStack(texts.text(TextColumn.ERROR_STACK, error.getStack()))
                .setErrorContext(texts.text(TextColumn.ERROR_CONTEXT, error.getContext()));
    }

    private static void fillStacks(
            EventRow.Builder row, @Nullable ErrorDetail error, @Nullable String stackTrace, EventTexts texts) {
        var stack = error == null ? null : error.getStack();
        if (stackTrace == null || stackTrace.equals(stack)) {
            return;
        }
        // The stack may be in the error, beside it, or in both; keep both.
        var joined = stack == null ? stackTrace : stack + "\n" + stackTrace;
        row.setErrorStack(texts.text(TextColumn.ERROR_STACK, joined));
    }

    private static void fillPromptCall(EventRow.Builder row, PromptCall call, EventTexts texts) {
        var cost = call.getCostEstimateUsd();
        row.setPrompt(texts.text(TextColumn.PROMPT, call.getPrompt()))
                .setResponse(texts.text(TextColumn.RESPONSE, call.getResponse()))
                .setModel(texts.text(TextColumn.MODEL, call.getModel()))
                .setModelVersion(texts.text(TextColumn.MODEL_VERSION, call.getModelVersion()))
                .setPromptTemplateId(call.getPromptTemplateId())
                .setProvider(texts.text(TextColumn.PROVIDER, call.getProvider()))
                .setTokensInput(call.getTokensInput())
                .setTokensOutput(call.getTokensOutput())
                .setTokensCacheRead(call.getTokensCacheRead())
                .setTokensCacheWrite(call.getTokensCacheWrite())
                .setTokensReasoning(call.getTokensReasoning())
                .setTtftMs(call.getTtftMs())
                .setCostEstimateUsd(cost)
                .setCostSource(cost == null ? CostSource.unpriced : CostSource.client)
                .setResponseMetadata(texts.text(TextColumn.RESPONSE_METADATA, call.getResponseMetadata()))
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
    }

    private static void fillPricing(EventRow.Builder row, Pricing pricing, EventTexts texts) {
        row.setCostEstimateUsd(pricing.costUsd())
                .setCostSource(pricing.source())
                .setPriceVersion(pricing.priceVersion())
                .setTokensInput(pricing.tokensInput());
        pricing.flags().forEach(texts::flagPricing);
    }

    /** Fills name, id, agent, duration and status; input and output are only in tool_calls. */
    private static void fillToolCall(EventRow.Builder row, ToolCall call, EventTexts texts) {
        row.setToolName(texts.text(TextColumn.TOOL_NAME, call.getToolName()))
                .setToolId(call.getToolId())
                .setAgentName(texts.text(TextColumn.AGENT_NAME, call.getAgentName()))
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
    }

    private static void fillAgentStep(
            EventRow.Builder row, AgentStep step, @Nullable String context, EventTexts texts) {
        row.setStepNumber(step.getStepNumber())
                .setStepName(texts.text(TextColumn.STEP_NAME, step.getStepName()))
                .setStepType(step.getStepType())
                .setStepInputData(texts.text(TextColumn.STEP_INPUT_DATA, step.getInputData()))
                .setStepOutputData(texts.text(TextColumn.STEP_OUTPUT_DATA, step.getOutputData()))
                .setStepReasoning(texts.text(TextColumn.STEP_REASONING, step.getReasoning()))
                .setStepContext(texts.text(TextColumn.STEP_CONTEXT, context))
                .setAgentName(texts.text(TextColumn.AGENT_NAME, step.getAgentName()))
                .setLatencyMs(step.getLatencyMs())
                .setStatus(step.getStatus());
    }

    private static void fillAssertion(EventRow.Builder row, AssertionFailed failed, EventTexts texts) {
        row.setAssertionName(texts.text(TextColumn.ASSERTION_NAME, failed.getAssertionName()))
                .setAssertionType(failed.getAssertionType())
                .setAssertionExpected(texts.text(TextColumn.ASSERTION_EXPECTED, failed.getExpected()))
                .setAssertionActual(texts.text(TextColumn.ASSERTION_ACTUAL, failed.getActual()))
                .setAssertionSeverity(failed.getSeverity());
    }

    private static void fillHallucination(EventRow.Builder row, HallucinationDetected found, EventTexts texts) {
        row.setHallucinationDetectionMethod(found.getDetectionMethod())
                .setHallucinationConfidenceScore(found.getConfidenceScore())
                .setHallucinationFlaggedContent(
                        texts.text(TextColumn.HALLUCINATION_FLAGGED_CONTENT, found.getFlaggedContent()))
                .setHallucinationGroundTruth(texts.text(TextColumn.HALLUCINATION_GROUND_TRUTH, found.getGroundTruth()))
                .setHallucinationRecommendations(
                        texts.list(TextColumn.HALLUCINATION_RECOMMENDATIONS, found.getRecommendations()));
    }

    private static void fillAlert(EventRow.Builder row, AlertDetail alert, EventTexts texts) {
        AlertRecords.fill(row, alert)
                .setAlertAffectedModels(texts.list(TextColumn.ALERT_AFFECTED_MODELS, alert.getAffectedModels()))
                .setAlertGroup(texts.text(TextColumn.ALERT_GROUP, alert.getAlertGroup()));
    }
}
