package io.watchllm.chaos.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final List<InsertFault> KINDS = List.of(InsertFault.RESET, InsertFault.ANSWER_LATE);

    @Test
    void shouldChooseTheSameFromTheSameSeed() {
        assertThat(choices(new FaultPlan(5, KINDS, 0.4, 50), 200))
                .isEqualTo(choices(new FaultPlan(5, KINDS, 0.4, 50), 200));
        assertThat(choices(new FaultPlan(5, KINDS, 0.4, 50), 200))
                .isNotEqualTo(choices(new FaultPlan(6, KINDS, 0.4, 50), 200));
    }

    @Test
    void shouldChooseEachKindAndThenNoMore() {
        var plan = new FaultPlan(1, KINDS, 0.5, 2);

        assertThat(choices(plan, 100).stream().filter(fault -> fault != InsertFault.NONE))
                .containsExactlyElementsOf(KINDS);
        assertThat(plan.chosen()).isEqualTo(2);
    }

    private static List<InsertFault> choices(FaultPlan plan, int count) {
        return IntStream.range(0, count).mapToObj(at -> plan.next()).toList();
    }
}
