package io.watchllm.dev.simulate;

import io.watchllm.dev.simulate.Cast.Model;
import io.watchllm.dev.simulate.Cast.Tool;
import io.watchllm.events.AgentStep;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.AssertionType;
import io.watchllm.events.Client;
import io.watchllm.events.DetectionMethod;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Severity;
import io.watchllm.events.Status;
import io.watchllm.events.StepType;
import io.watchllm.events.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run in the making; played once. */
final class SimulatedRun {
    private static final int ROUNDS_MAX = 6;
    private static final int USERS = 40;

    private final AgentSimulation dice;
    private final String project;
    private final String runId;
    private final String user;
    private final String traceId;
    private final Model model;
    private final List<Event> events = new ArrayList<>();
    private Instant now;
    private int step;
    private int contextTokens;

    SimulatedRun(AgentSimulation dice, Instant start) {
        this.dice = dice;
        project = dice.pick(Cast.PROJECTS);
        runId = "run-" + dice.uuid();
        user = "user-" + (1 + dice.below(USERS));
        traceId = dice.uuid().toString().replace("-", "");
        model = dice.pickModel();
        contextTokens = 300 + dice.below(1_200);
        now = start;
    }

    List<Event> play() {
        var question = dice.pick(Cast.QUESTIONS);
        var rounds = 1 + dice.below(ROUNDS_MAX);
        for (var round = 1; round <= rounds; round++) {
            var last = round == rounds;
            if (promptCall(question, last) != Status.success) {
                add(new ErrorEvent(), detail("the model did not answer in time", "upstream_timeout"));
                return events;
            }
            agentStep(last);
            if (!last) {
                toolCall(dice.pick(Cast.TOOLS));
            }
        }
        doubtTheAnswer();
        return events;
    }

    private Status promptCall(String question, boolean last) {
        var output = 20 + dice.below(last ? 500 : 120);
        var latencyMs = dice.latencyMs(model.medianLatencyMs());
        var status = dice.chance(0.015) ? Status.timeout : Status.success;
        var call = PromptCall.newBuilder()
                .setPrompt("[{\"role\":\"user\",\"content\":\"" + question + "\"}]")
                .setResponse(last ? dice.pick(Cast.ANSWERS) : "")
                .setModel(model.name())
                .setProvider(model.provider())
                .setTokensInput(contextTokens)
                .setTokensOutput(output)
                .setTokensCacheRead(step == 0 ? 0 : contextTokens / 2)
                .setTtftMs(Math.max(1, latencyMs / 4))
                .setCostEstimateUsd(project.equals(Cast.PROJECTS.getFirst()) ? costUsd(output) : null)
                .setLatencyMs(latencyMs)
                .setStatus(status)
                .build();
        add(call, status == Status.success ? null : detail("no answer within the time limit", "timeout"));
        now = now.plusMillis(latencyMs);
        contextTokens += output + 40;
        return status;
    }

    private BigDecimal costUsd(int output) {
        return BigDecimal.valueOf(
                (long) contextTokens * model.inputNanoUsd() + (long) output * model.outputNanoUsd(), 9);
    }

    private void agentStep(boolean last) {
        step++;
        var done = AgentStep.newBuilder()
                .setStepNumber(step)
                .setStepName(last ? "answer" : "act")
                .setStepType(last ? StepType.output : StepType.tool_call)
                .setInputData("{\"messages\":" + step * 2 + "}")
                .setReasoning(last ? "Everything needed is known." : "More facts are needed.")
                .setAgentName(project)
                .setLatencyMs(dice.latencyMs(30))
                .setStatus(Status.success)
                .build();
        add(done, null);
    }

    private void toolCall(Tool tool) {
        var failed = dice.chance(tool.errorShare());
        var latencyMs = dice.latencyMs(tool.medianLatencyMs());
        var call = ToolCall.newBuilder()
                .setToolName(tool.name())
                .setToolId("call-" + Integer.toHexString(dice.below(Integer.MAX_VALUE)))
                .setInput("{\"" + tool.argument() + "\":\"" + Integer.toHexString(dice.below(5_000)) + "\"}")
                .setOutput(failed ? null : "{\"found\":" + dice.below(4) + "}")
                .setAgentName(project)
                .setLatencyMs(latencyMs)
                .setStatus(failed ? Status.error : Status.success)
                .build();
        add(call, failed ? detail(tool.name() + " answered 503", "unavailable") : null);
        now = now.plusMillis(latencyMs);
    }

    private void doubtTheAnswer() {
        if (dice.chance(0.04)) {
            var failed = AssertionFailed.newBuilder()
                    .setAssertionName("answer_is_json")
                    .setAssertionType(AssertionType.response_format)
                    .setExpected("\"object\"")
                    .setActual("\"text\"")
                    .setSeverity(Severity.medium)
                    .build();
            add(failed, null);
        }
        if (dice.chance(0.02)) {
            var doubted = HallucinationDetected.newBuilder()
                    .setDetectionMethod(DetectionMethod.heuristic)
                    .setConfidenceScore(0.5 + dice.below(50) / 100.0)
                    .setFlaggedContent("three to five days")
                    .setRecommendations(List.of("cite the policy"))
                    .build();
            add(doubted, null);
        }
    }

    private void add(Object payload, @Nullable ErrorDetail error) {
        events.add(Event.newBuilder()
                .setEventId(dice.uuid().toString())
                .setProjectId(project)
                .setRunId(runId)
                .setTimestamp(now)
                .setUserId(user)
                .setEnv(dice.chance(0.9) ? "production" : "staging")
                .setTags(List.of("simulated"))
                .setClient(new Client("simulator", "0.1.0", "java"))
                .setTraceId(traceId)
                .setError(error)
                .setPayload(payload)
                .build());
        now = now.plusMillis(1);
    }

    private static ErrorDetail detail(String message, String code) {
        return ErrorDetail.newBuilder()
                .setMessage(message)
                .setType("UpstreamError")
                .setCode(code)
                .build();
    }
}
