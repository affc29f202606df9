package io.watchllm.cli.run;

import static io.watchllm.cli.run.RunEvents.call;
import static io.watchllm.cli.run.RunEvents.other;
import static io.watchllm.cli.run.RunEvents.prompt;
import static io.watchllm.cli.run.RunEvents.step;
import static io.watchllm.cli.run.RunEvents.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunTotals;
import io.watchllm.operations.runs.core.RunTree;
import io.watchllm.operations.runs.core.RunTree.Node;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTreeTest {

    @Test
    void shouldSetStepsInOrderOfTheirNumbersWithTheRestBetweenByTime() {
        var events = List.of(
                prompt("late", 900),
                step("two", 2, 500),
                tool("t", 600),
                step("one", 1, 0),
                prompt("p", 0),
                tool("u", 499));

        assertThat(tree(events)).isEqualTo("one p u two t late");
    }

    @Test
    void shouldFollowTheNumbersOfStepsWhereTheirTimesSayOtherwise() {
        assertThat(tree(List.of(step("two", 2, 0), step("one", 1, 500), tool("t", 100))))
                .isEqualTo("t one two");
    }

    @Test
    void shouldHangEventsUnderTheirParentSpans() {
        var events = List.of(
                step("step", 1, 0, "a"),
                prompt("inner", 20, "c", "b"),
                prompt("outer", 10, "b", "a"),
                other(Kind.TOOL, "beside", 5, null, "a"),
                tool("free", 30));

        assertThat(tree(events)).isEqualTo("step(beside outer(inner)) free");
    }

    @Test
    void shouldHangWhatTellsOfASpanUnderTheCallThatIsTheSpan() {
        var events = List.of(
                other(Kind.ERROR, "error", 5, "b", "a"), prompt("call", 10, "b", "a"), step("step", 1, 20, "a"));

        assertThat(tree(events)).isEqualTo("step(call(error))");
    }

    @Test
    void shouldListWhatHasAnUnknownParentAtTheRoot() {
        var events = List.of(prompt("lost", 10, "b", "nowhere"), prompt("self", 20, "c", "c"), prompt("free", 0));

        assertThat(tree(events)).isEqualTo("free lost? self?");
    }

    @Test
    void shouldHangNestedCallsUnderTheirPromptCallOnly() {
        var tree = RunTree.of(
                List.of(prompt("p", 0), tool("t", 10)),
                List.of(
                        call("p", "first", 0, "success"),
                        call("p", "second", 0, "timeout"),
                        call("t", "itself", 10, "success"),
                        call("gone", "orphan", 20, "success")));

        assertThat(told(tree.roots())).isEqualTo("p(first second) t orphan?");
        assertThat(tree.totals().of(Kind.TOOL)).isEqualTo(4);
        assertThat(tree.totals().errors()).isEqualTo(1);
    }

    @Test
    void shouldSumUpWhatThereIs() {
        var unpriced = new RunEvent(
                "u",
                Kind.PROMPT,
                "u",
                prompt("u", 3_000).place(),
                new RunEvent.Outcome(1_500, "error", "no"),
                new RunEvent.Usage(10, 0, 1, null));
        var totals = RunTree.of(
                        List.of(
                                unpriced,
                                prompt("p", 1_000),
                                other(Kind.ERROR, "e", 4_000, null, null),
                                step("s", 1, 2_000)),
                        List.of())
                .totals();

        assertThat(totals.began()).isEqualTo(RunEvents.START.plusSeconds(1));
        assertThat(totals.took()).isEqualTo(Duration.ofMillis(3_500));
        assertThat(totals.errors()).isEqualTo(2);
        assertThat(totals.spent()).isEqualTo(new RunTotals.Spent(1_010, 400, 51, new BigDecimal("0.0125"), 1));
    }

    @Test
    void shouldSetWhatIsTooDeepBesideItsParent() {
        var chain = IntStream.range(0, 5_000)
                .mapToObj(i -> prompt("p" + i, i, "s" + i, i == 0 ? null : "s" + (i - 1)))
                .toList();

        var tree = RunTree.of(chain, List.of());

        assertThat(depth(tree.roots())).isEqualTo(RunTree.DEPTH_MAX);
        assertThat(ids(tree.roots())).hasSize(5_000);
    }

    @Property(tries = 300)
    void shouldHaveEveryEventOnceWhateverItsSpansSay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
        var random = new Random(seed);
        var events = IntStream.range(0, count)
                .mapToObj(i -> random.nextInt(4) == 0
                        ? step("e" + i, random.nextInt(5), random.nextInt(100), span(random))
                        : other(
                                random.nextBoolean() ? Kind.PROMPT : Kind.ERROR,
                                "e" + i,
                                random.nextInt(100),
                                span(random),
                                span(random)))
                .toList();

        var tree = RunTree.of(events, List.of());

        assertThat(ids(tree.roots()))
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(RunEvent::id).toList());
    }

    private static @Nullable String span(Random random) {
        var number = random.nextInt(8);
        return number == 0 ? null : "s" + number;
    }

    private static List<String> ids(List<Node> nodes) {
        var ids = new ArrayList<String>();
        for (var node : nodes) {
            ids.add(node.event().id());
            ids.addAll(ids(node.children()));
        }
        return ids;
    }

    private static int depth(List<Node> nodes) {
        return nodes.stream().mapToInt(node -> 1 + depth(node.children())).max().orElse(0);
    }

    private static String tree(List<RunEvent> events) {
        return told(RunTree.of(events, List.of()).roots());
    }

    /** Names, what belongs to one in brackets behind it, and a mark where the parent is unknown. */
    private static String told(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.event().name()
                        + (node.parentUnknown() ? "?" : "")
                        + (node.children().isEmpty() ? "" : "(" + told(node.children()) + ")"))
                .collect(Collectors.joining(" "));
    }
}
