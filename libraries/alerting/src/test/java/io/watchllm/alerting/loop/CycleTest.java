package io.watchllm.alerting.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation.Signature;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CycleTest {

    private static int cycle(List<Integer> steps) {
        var ring = new StepRing();
        steps.forEach(each ->
                ring.add(new Step(0, true, "t", new Signature(new Hash128(0, each), Hash128.NONE, true), false)));
        return ring.cycle();
    }

    @Property
    void shouldFindWhatALookAtEachCutFinds(@ForAll @Size(max = 20) List<@IntRange(min = 0, max = 2) Integer> steps) {
        int most = 1;
        for (int period = 2; period <= 5 && period <= steps.size(); period++) {
            var last = steps.subList(steps.size() - period, steps.size());
            int repeats = 1;
            while (steps.size() >= (repeats + 1) * period
                    && steps.subList(steps.size() - (repeats + 1) * period, steps.size() - repeats * period)
                            .equals(last)) {
                repeats++;
            }
            if (last.stream().distinct().count() > 1) {
                most = Math.max(most, repeats);
            }
        }

        assertThat(cycle(steps)).isEqualTo(most);
    }

    @Test
    void shouldFindNoCycleInTheSameStepOverAndOver() {
        assertThat(cycle(List.of(1, 1, 1, 1, 1, 1, 1, 1))).isEqualTo(1);
        assertThat(cycle(List.of(1, 2, 1, 2, 1, 2))).isEqualTo(3);
        assertThat(cycle(List.of())).isEqualTo(1);
    }
}
