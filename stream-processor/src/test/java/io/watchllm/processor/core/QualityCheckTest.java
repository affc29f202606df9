package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertState;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.DetectionMethod;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Severity;
import io.watchllm.events.Status;
import io.watchllm.events.StepType;
import io.watchllm.events.ToolCall;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityCheckTest {

    @Test
    void shouldFindNothingOddAboutTheSamples() {
        assertThat(Samples.all().values())
                .allSatisfy(event -> assertThat(flags(event)).isEmpty());
    }

    @Test
    void shouldFlagAClockThatIsAheadButNotOneThatIsAboutRight() {
        var skew = Limits.CLOCK_SKEW;
        var event = Samples.envelope().setPayload(Samples.toolCall());

        assertThat(flags(event.setTimestamp(Samples.TIME.plus(skew)).build())).isEmpty();
        assertThat(flags(event.setTimestamp(Samples.TIME.plus(skew).plusMillis(1))
                        .build()))
                .containsExactly("timestamp_ahead");
    }

    @Test
    void shouldFlagTextThatNobodyCounted() {
        assertThat(flags(Samples.promptCall()
                        .setTokensInput(0)
                        .setTokensCacheRead(0)
                        .setTokensCacheWrite(0)))
                .containsExactly("zero_tokens");
        assertThat(flags(Samples.promptCall().setTokensOutput(0).setTokensReasoning(0)))
                .containsExactly("zero_tokens");
        // What has no text may have no tokens: a call that failed, or an application that keeps no text.
        assertThat(flags(Samples.promptCall()
                        .setPrompt("")
                        .setResponse("")
                        .setTokensInput(0)
                        .setTokensOutput(0)
                        .setTokensCacheRead(null)
                        .setTokensCacheWrite(null)
                        .setTokensReasoning(null)))
                .isEmpty();
    }

    @Test
    void shouldFlagAFirstTokenBehindTheLast() {
        assertThat(flags(Samples.promptCall().setTtftMs(17).setLatencyMs(16))).containsExactly("ttft_above_latency");
        assertThat(flags(Samples.promptCall().setTtftMs(16).setLatencyMs(16))).isEmpty();
        assertThat(flags(Samples.promptCall().setTtftMs(16).setLatencyMs(null))).isEmpty();
    }

    @Test
    void shouldFlagSymbolsOfANewerProducer() {
        var alert = AlertDetail.newBuilder(Samples.alert())
                .setAlertState(AlertState.unknown)
                .build();
        var step = AgentStep.newBuilder(Samples.agentStep())
                .setStepType(StepType.unknown)
                .build();
        var tool = ToolCall.newBuilder(Samples.toolCall())
                .setStatus(Status.unknown)
                .build();
        var nested = new NestedToolCall("t", null, null, null, null, Status.unknown, null);
        var payloads = List.of(
                Samples.promptCall().setStatus(Status.unknown).build(),
                Samples.promptCall().setToolCalls(List.of(nested)).build(),
                tool,
                step,
                new AssertionFailed(null, null, null, null, Severity.unknown),
                new HallucinationDetected(DetectionMethod.unknown, null, null, null, List.of()),
                new PerformanceAlert(alert));

        assertThat(payloads)
                .allSatisfy(payload -> assertThat(flags(Samples.event(payload))).containsExactly("unknown_symbol"));
    }

    private static List<String> flags(PromptCall.Builder call) {
        return flags(Samples.event(call.build()));
    }

    private static List<String> flags(Event event) {
        var kept = new EventTexts(Sizes.DEFAULT);
        QualityCheck.flag(event, Samples.TIME, null, kept);
        return kept.flags();
    }
}
