package io.watchllm.alerting.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Actor;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Numbers;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Signature;
import io.watchllm.alerting.model.Observation.Who;
import io.watchllm.alerting.rule.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a run still counts as time goes on. */
class RunHistoryTest {

    private static final long WINDOW_MS = 600_000;

    private final RunHistory trail = new RunHistory(
            new Measure.Loop(new Measure.Repeats(3, 3, 5, 10), new Measure.Bounds(0, 0, 0), 2_000_000_000L, WINDOW_MS));

    private void add(Kind kind, String tool, long call, long timeMs) {
        var who = new Who("p", "r", "", new Actor("", "", "", tool), "production", List.of());
        var numbers = new Numbers(Observation.NONE, 0, 1, 1, Outcome.SUCCESS);
        var signature = new Signature(new Hash128(0, call), Hash128.NONE, true);
        trail.add(new Observation(kind, who, "e", timeMs, numbers, signature));
        trail.forget(timeMs);
    }

    private long count(LoopCheck check, long nowMs) {
        return trail.verdict(check, nowMs).count();
    }

    /** The run goes on, though with prompt calls alone, which make no cycle. */
    @Test
    void shouldForgetACycleWhoseStepsAreOlderThanTheWindow() {
        for (int step = 0; step < 8; step++) {
            add(Kind.TOOL_CALL, "t", step % 2, step * 1_000L);
        }
        assertThat(count(LoopCheck.CYCLE, 7_000)).isEqualTo(4);
        long nowMs = 7_000;
        while (nowMs <= 7_000 + WINDOW_MS) {
            nowMs += 60_000;
            add(Kind.PROMPT_CALL, "", 0, nowMs);
        }

        assertThat(count(LoopCheck.CYCLE, nowMs)).isEqualTo(1);
        assertThat(count(LoopCheck.STALE, nowMs)).isZero();
        assertThat(count(LoopCheck.SAME_CALL, nowMs)).isZero();
    }

    @Test
    void shouldCountOnlyTheRepeatsThatAreStillInTheWindow() {
        for (int step = 0; step < 8; step++) {
            add(Kind.AGENT_STEP, "", step % 2, step * 60_000L);
        }
        add(Kind.PROMPT_CALL, "", 0, WINDOW_MS + 200_000);

        assertThat(count(LoopCheck.CYCLE, WINDOW_MS + 200_000))
                .as("four of eight steps are left")
                .isEqualTo(2);
        assertThat(count(LoopCheck.STALE, WINDOW_MS + 200_000)).isEqualTo(4);
    }

    @Test
    void shouldForgetAnOldStepThatCameLate() {
        add(Kind.TOOL_CALL, "t", 1, 500_000);
        add(Kind.TOOL_CALL, "t", 1, 1);
        assertThat(count(LoopCheck.SAME_CALL, 500_000)).isEqualTo(2);

        add(Kind.PROMPT_CALL, "", 0, WINDOW_MS + 2);
        assertThat(count(LoopCheck.SAME_CALL, WINDOW_MS + 2)).isEqualTo(1);
    }

    /** A run that calls tools of long names must not take the memory of a thousand others. */
    @Test
    void shouldBoundTheNamesOfItsStepsInCharacters() {
        var ring = new StepRing();
        for (int step = 0; step < 40; step++) {
            ring.add(new Step(
                    step, true, step + "x".repeat(4_000), new Signature(Hash128.NONE, Hash128.NONE, true), false));
            assertThat(ring.size()).isBetween(1, 2);
        }
    }
}
