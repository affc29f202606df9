package io.watchllm.cli.run;

import static io.watchllm.cli.run.RunEvents.call;
import static io.watchllm.cli.run.RunEvents.other;
import static io.watchllm.cli.run.RunEvents.prompt;
import static io.watchllm.cli.run.RunEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.runs.core.RunChoice;
import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Outcome;
import io.watchllm.operations.runs.core.RunTree;
import io.watchllm.operations.runs.core.RunView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunTextTest {

    @Test
    void shouldDrawTheTreeBelowItsSums() {
        assertThat(RunText.of(view(), 120)).isEqualTo("""
                run r1 of project shop, began 2026-11-01T08:00:00Z
                1 min 01 s: 2 prompt calls, 1 step, 1 tool call, 2 errors
                0.025 USD, 2,000 tokens in (800 of them cached), 100 out

                    START    TOOK                                   TOKENS IN  OUT     USD
                   +0.000   10 ms  ├─ step 1 plan
                   +0.050  100 ms  │  └─ prompt gpt                     1,000   50  0.0125
                   +0.050   20 ms  │     └─ tool search                                     timeout
                  +59.999  100 ms  ├─ prompt late (parent unknown)      1,000   50  0.0125
                +1:01.000          └─ error e                                               Boom: a \uFFFDb
                """);
    }

    @Test
    void shouldCutLinesToTheWidthOfTheTerminal() {
        var long_ = prompt("x".repeat(300), 0);
        var failed =
                new RunEvent("f", Kind.ERROR, "", long_.place(), new Outcome(null, "error", "y".repeat(300)), null);
        var view = view("p", "r", RunTree.of(List.of(long_, failed), List.of()));

        var lines = RunText.of(view, 100).lines().skip(4).toList();

        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(1)).contains("error: yyy").endsWith("…");
        assertThat(lines.get(2)).contains("prompt xxxxxxxx", "x…", "0.0125");
    }

    @Test
    void shouldTellProgramsTheSame() {
        assertThat(RunJson.of(view()))
                .startsWith(
                        "{\"run_id\":\"r1\",\"project_id\":\"shop\",\"began\":\"2026-11-01T08:00:00Z\",\"took_ms\":61000,"
                                + "\"prompt_calls\":2,\"steps\":1,\"tool_calls\":1,\"errors\":2,\"cost_usd\":0.0250,\"unpriced\":0,"
                                + "\"tokens_input\":2000,\"tokens_cache_read\":800,\"tokens_output\":100,\"more\":false,\"shown\":5,"
                                + "\"events\":[{\"event_id\":\"plan\",\"kind\":\"step\",\"name\":\"plan\",\"step_number\":1,\"start_ms\":0,"
                                + "\"took_ms\":10,\"status\":\"success\",\"error\":null,\"parent_unknown\":false,"
                                + "\"children\":[{\"event_id\":\"gpt\"")
                .contains("\"name\":\"late\",\"step_number\":null,\"start_ms\":59999", "\"parent_unknown\":true")
                .doesNotContain("\n");
    }

    @Test
    void shouldChooseTheProject() {
        assertThat(RunChoice.of("r", new TreeMap<>(Map.of("a", 1L)), null)).isEqualTo(new RunChoice.Of("a"));
        assertThat(RunChoice.of("r", new TreeMap<>(Map.of("a", 1L, "b", 2L)), "b"))
                .isEqualTo(new RunChoice.Of("b"));
        assertThat(RunChoice.of("r", new TreeMap<>(Map.of("a", 1L, "b", 2L)), null))
                .isEqualTo(new RunChoice.None(
                        "several projects have a run 'r': a (1 event), b (2 events); say which by --project", true));
        assertThat(RunChoice.of("r", new TreeMap<>(Map.of("a", 1L)), "b"))
                .isEqualTo(new RunChoice.None("project 'b' has no run 'r'; it is in a (1 event)", false));
        assertThat(RunChoice.of("r", new TreeMap<>(), "b"))
                .isEqualTo(new RunChoice.None("there is no event of a run 'r'", false));
    }

    private static RunView view() {
        var error = other(Kind.ERROR, "e", 61_000, null, null);
        var events = List.of(
                step("plan", 1, 0, "a"),
                prompt("gpt", 50, "b", "a"),
                prompt("late", 59_999, null, "z"),
                new RunEvent("e", Kind.ERROR, "e", error.place(), new Outcome(null, "", "Boom: a\n\u001bb"), null));
        return view("shop", "r1", RunTree.of(events, List.of(call("gpt", "search", 50, "timeout"))));
    }

    private static RunView view(String project, String run, RunTree tree) {
        return new RunView(project, run, tree, tree.totals(), false);
    }
}
