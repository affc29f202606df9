package io.watchllm.chaos.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.chaos.core.EventScript.Kind;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventScriptTest {
    private static final int SENDS = 5_000;

    private final EventScript script = new EventScript(7, SENDS);

    @Test
    void shouldMakeTheSameOfTheSameSeed() {
        var again = new EventScript(7, SENDS);
        var other = new EventScript(8, SENDS);

        assertThat(IntStream.range(0, SENDS).mapToObj(again::send))
                .containsExactlyElementsOf(
                        IntStream.range(0, SENDS).mapToObj(script::send).toList());
        assertThat(IntStream.range(0, SENDS).filter(index -> !other.send(index).equals(script.send(index))))
                .isNotEmpty();
    }

    @Test
    void shouldSendEachKindAndRepeatOnlyWhatWasSent() {
        var kinds = IntStream.range(0, SENDS)
                .mapToObj(script::send)
                .collect(Collectors.groupingBy(EventScript.Send::kind, Collectors.counting()));

        assertThat(kinds).containsOnlyKeys(Kind.values());
        assertThat(IntStream.range(0, SENDS).mapToObj(script::send).filter(send -> send.kind() == Kind.REPEAT))
                .allMatch(send -> send.event() < send.index())
                .allMatch(send -> script.send(send.event()).kind() == Kind.EVENT);
    }

    @Test
    void shouldAddUpAProjectByItsEventsEachOnce() {
        var expected = IntStream.range(0, SENDS)
                .filter(index ->
                        EventScript.project(index) == 1 && script.send(index).kind() == Kind.EVENT)
                .mapToLong(EventScript::costNanos)
                .filter(cost -> cost != EventScript.NO_COST)
                .sum();

        assertThat(script.totalNanos(1)).isEqualTo(expected).isPositive();
    }
}
