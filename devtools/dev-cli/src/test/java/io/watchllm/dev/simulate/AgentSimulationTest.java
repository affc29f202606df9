package io.watchllm.dev.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.AssertionFailed;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import io.watchllm.events.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentSimulationTest {
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

    @Test
    void shouldGiveTheSameRunsForTheSameSeed() {
        assertThat(runs(7, 20)).isEqualTo(runs(7, 20)).isNotEqualTo(runs(8, 20));
    }

    @Test
    void shouldKeepIdsApartAndTimeInOrder() {
        var ids = new HashSet<String>();
        var simulation = new AgentSimulation(1);
        for (var run = 0; run < 200; run++) {
            var events = simulation.run(START);
            assertThat(events).isNotEmpty().allMatch(event -> ids.add(event.getEventId()));
            assertThat(events).extracting(Event::getTimestamp).isSorted();
            assertThat(events)
                    .extracting(Event::getRunId)
                    .containsOnly(events.getFirst().getRunId());
        }
    }

    @Test
    void shouldShowWhatAnalystsLookFor() {
        var events = runs(1, 300);

        assertThat(events).anyMatch(event -> event.getPayload() instanceof ErrorEvent);
        assertThat(events).anyMatch(event -> event.getPayload() instanceof AssertionFailed);
        assertThat(events)
                .anyMatch(event -> event.getPayload() instanceof ToolCall call && call.getStatus() == Status.error);
        assertThat(prompts(events))
                .extracting(PromptCall::getModel)
                .containsAll(Cast.MODELS.stream().map(Cast.Model::name).toList());
        assertThat(prompts(events)).anyMatch(call -> call.getCostEstimateUsd() == null);
        assertThat(prompts(events)).anyMatch(call -> call.getCostEstimateUsd() != null);
    }

    private static List<PromptCall> prompts(List<Event> events) {
        return events.stream()
                .map(Event::getPayload)
                .filter(PromptCall.class::isInstance)
                .map(PromptCall.class::cast)
                .toList();
    }

    private static List<Event> runs(long seed, int count) {
        var simulation = new AgentSimulation(seed);
        var events = new ArrayList<Event>();
        for (var run = 0; run < count; run++) {
            events.addAll(simulation.run(START.plusSeconds(run)));
        }
        return events;
    }
}
