package io.watchllm.teststack;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.AssertionType;
import io.watchllm.events.Client;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.DetectionMethod;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Severity;
import io.watchllm.events.Status;
import io.watchllm.events.StepType;
import io.watchllm.events.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of each type, with every field filled, each value told from every other. */
public final class Samples {

    public static final Instant TIME = Instant.parse("2026-11-01T08:00:09.165Z");

    private Samples() {}

    /** All of them by the name of their type. */
    public static Map<String, Event> all() {
        var all = new LinkedHashMap<String, Event>();
        all.put("prompt_call", event(promptCall().build()));
        all.put("tool_call", event(toolCall()));
        all.put("agent_step", event(agentStep()));
        all.put("error", event(new ErrorEvent("stack beside the error")));
        all.put("assertion_failed", event(assertion()));
        all.put("hallucination_detected", event(hallucination()));
        all.put("cost_threshold_exceeded", event(new CostThresholdExceeded(alert())));
        all.put("performance_alert", event(new PerformanceAlert(alert())));
        return all;
    }

    public static Event event(Object payload) {
        return envelope().setPayload(payload).build();
    }

    public static Event.Builder envelope() {
        return Event.newBuilder()
                .setEventId("event-1")
                .setProjectId("project-1")
                .setRunId("run-1")
                .setTimestamp(TIME)
                .setUserId("user-1")
                .setSessionId("session-1")
                .setRelease("release-1")
                .setEnv("production")
                .setTags(List.of("tag-1", "tag-2"))
                .setClient(new Client("host-1", "sdk-1", "platform-1"))
                .setTraceId("trace-1")
                .setSpanId("span-1")
                .setParentSpanId("span-0")
                .setError(new ErrorDetail("message-1", "type-1", "code-1", "stack-1", "{\"error\":\"context-1\"}"))
                .setContext("{\"key\":\"context-2\"}");
    }

    public static PromptCall.Builder promptCall() {
        return PromptCall.newBuilder()
                .setPrompt("prompt-1")
                .setResponse("response-1")
                .setModel("model-1")
                .setModelVersion("model-version-1")
                .setPromptTemplateId("template-1")
                .setProvider("provider-1")
                .setTokensInput(101)
                .setTokensOutput(102)
                .setTokensCacheRead(11)
                .setTokensCacheWrite(12)
                .setTokensReasoning(13)
                .setTtftMs(14)
                .setCostEstimateUsd(new BigDecimal("0.123456789"))
                .setResponseMetadata("{\"safety_score\":0.5}")
                .setToolCalls(List.of(
                        new NestedToolCall(
                                "tool-1",
                                "call-1",
                                "{\"b\":2,\"a\":1.0}",
                                "{\"out\":1}",
                                15,
                                Status.error,
                                new ErrorDetail("message-2", "type-2", "code-2", null, null)),
                        new NestedToolCall("tool-2", null, "{\"a\":1,\"b\":2.0}", null, null, null, null)))
                .setLatencyMs(16)
                .setStatus(Status.timeout);
    }

    public static ToolCall toolCall() {
        return new ToolCall("tool-3", "call-3", "{\"in\":3}", "{\"out\":3}", "agent-1", 17, Status.assertion_failed);
    }

    public static AgentStep agentStep() {
        return new AgentStep(
                18,
                "step-1",
                StepType.validation,
                "{\"input\":4}",
                "{\"output\":4}",
                "reasoning-1",
                "agent-2",
                19,
                Status.warning);
    }

    private static AssertionFailed assertion() {
        return new AssertionFailed(
                "assertion-1", AssertionType.content_filter, "\"expected-1\"", "[\"actual-1\"]", Severity.high);
    }

    private static HallucinationDetected hallucination() {
        return new HallucinationDetected(
                DetectionMethod.model_ensemble, 0.75, "flagged-1", "truth-1", List.of("advice-1", "advice-2"));
    }

    public static AlertDetail alert() {
        return AlertDetail.newBuilder()
                .setAlertType(AlertType.cost_budget)
                .setThreshold(new BigDecimal("20.000000001"))
                .setActualValue(new BigDecimal("21.000000002"))
                .setWindowMinutes(22)
                .setAffectedModels(List.of("model-2"))
                .setAlertRuleId("rule-1")
                .setAlertLevel(AlertLevel.critical)
                .setAlertState(AlertState.resolved)
                .setAlertScope(AlertScope.run)
                .setAlertGroup("group-1")
                .setAlertBaseline(new BigDecimal("23.000000003"))
                .setAlertWindowMs(24L)
                .setAlertSampleCount(25L)
                .setAlertUnpricedCount(26L)
                .setAlertTriggerRunId("run-0")
                .setAlertTriggerEventId("event-0")
                .setAlertFirstEventTime(TIME.minusSeconds(60))
                .setAlertDetectionLagMs(27L)
                .setAlertBackfill(true)
                .build();
    }
}
