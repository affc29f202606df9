package io.watchllm.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReconciliationTest {
    private static final Map<String, Long> TOPICS = Map.of(
            "watchllm.event-rows", 9L,
            "watchllm.tool-call-rows", 4L,
            "watchllm.agent-step-rows", 3L,
            "watchllm.dead-letters", 1L);
    private static final Map<String, Long> TABLES = Map.of("events", 9L, "tool_calls", 4L, "agent_steps", 3L);

    @Test
    void shouldCloseWhenEveryEventIsARowOrADeadLetterAndEveryRowIsStored() {
        assertThat(new DemoReconciliation(10, TOPICS, 0, TABLES).closed()).isTrue();
    }

    @Test
    void shouldStayOpenWhenAnEventIsUnderWay() {
        assertThat(new DemoReconciliation(11, TOPICS, 0, TABLES).open())
                .containsExactly("1 of 11 events are neither rows, dead letters nor duplicates");
    }

    @Test
    void shouldCloseWhenWhatIsLeftAreDuplicates() {
        assertThat(new DemoReconciliation(12, TOPICS, 2, TABLES).open()).isEmpty();
        assertThat(new DemoReconciliation(12, TOPICS, 1, TABLES).open())
                .containsExactly("1 of 12 events are neither rows, dead letters nor duplicates");
        assertThat(new DemoReconciliation(12, TOPICS, 3, TABLES).closed()).isFalse();
    }

    @Test
    void shouldStayOpenWhenATableLacksRows() {
        var tables = Map.of("events", 9L, "tool_calls", 1L, "agent_steps", 3L);

        assertThat(new DemoReconciliation(10, TOPICS, 0, tables).open())
                .containsExactly("tool_calls lacks 3 rows of watchllm.tool-call-rows");
    }

    @Test
    void shouldCloseWhenARowIsADeadLetterOfTheSink() {
        var topics = new HashMap<>(TOPICS);
        topics.put(DemoReconciliation.REFUSED_ROWS, 1L);
        var tables = Map.of("events", 8L, "tool_calls", 4L, "agent_steps", 3L);

        assertThat(new DemoReconciliation(10, topics, 0, tables).open()).isEmpty();
        assertThat(new DemoReconciliation(10, topics, 0, TABLES).closed()).isFalse();
        assertThat(new DemoReconciliation(10, topics, 0, tables).deadLetters()).isEqualTo(2);
    }

    @Test
    void shouldStayOpenWhenATableHasTooManyRows() {
        var tables = Map.of("events", 10L, "tool_calls", 4L, "agent_steps", 3L);

        assertThat(new DemoReconciliation(10, TOPICS, 0, tables).closed()).isFalse();
    }
}
