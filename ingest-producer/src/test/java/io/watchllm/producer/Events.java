package io.watchllm.producer;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import java.math.BigDecimal;
import java.time.Instant;

/** Events to publish. */
final class Events {

    private Events() {}

    static Event of(String runId) {
        return prompt(runId, "hello", 3);
    }

    static Event prompt(String runId, String prompt, int tokensInput) {
        return Event.newBuilder()
                .setEventId("e-1")
                .setProjectId("p")
                .setRunId(runId)
                .setTimestamp(Instant.parse("2026-11-01T08:00:00.123Z"))
                .setPayload(PromptCall.newBuilder()
                        .setPrompt(prompt)
                        .setResponse("hi")
                        .setModel("m")
                        .setTokensInput(tokensInput)
                        .setTokensOutput(1)
                        .setCostEstimateUsd(new BigDecimal("0.000000123"))
                        .build())
                .build();
    }
}
