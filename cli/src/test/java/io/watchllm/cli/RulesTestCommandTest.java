package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules over recorded events, without a cluster. */
class RulesTestCommandTest {
    @TempDir
    private Path folder;

    private record Run(int exitCode, String out, String err) {}

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Watchllm.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private String file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }

    private static String call(int number, int second, String usd) {
        return ("{\"event_id\":\"e%d\",\"project_id\":\"p\",\"run_id\":\"r\",\"user_id\":\"u\",\"event_type\":\"prompt_call\","
                        + "\"timestamp\":\"2026-11-01T12:00:%02dZ\",\"prompt\":\"\",\"response\":\"\",\"model\":\"m\","
                        + "\"tokens_input\":1,\"tokens_output\":1,\"cost_estimate_usd\":%s}")
                .formatted(number, second, usd);
    }

    private static String tool(int number) {
        return ("{\"event_id\":\"e%d\",\"project_id\":\"p\",\"run_id\":\"r\",\"event_type\":\"tool_call\",\"timestamp\":"
                        + "\"2026-11-01T12:00:0%dZ\",\"tool_name\":\"search\",\"input\":{\"q\":1},\"output\":{\"hits\":0}}")
                .formatted(number, number);
    }

    @Test
    void shouldTellEachAlertWithItsReason() throws IOException {
        var rules = file(
                "rules.yaml",
                List.of("rules:", "  - {rule_id: spend, kind: cost_sum, scope: user, window: 10s, warn: 1}"));
        // The second comes twice, and before the first: it is counted once, and in its place.
        var events = file("events.ndjson", List.of(call(2, 5, "0.6"), call(1, 1, "0.6"), call(2, 5, "0.6")));

        var run = run("rules", "test", rules, "--events", events, "--after", "PT1M");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "2026-11-01T12:00:05Z  firing    warn      user u of project p: the cost of 10 s is 1.2 USD,"
                                + " at or above warn of 1 USD (rule spend), event e2",
                        "2026-11-01T12:00:12Z  resolved  warn      user u of project p: over, the cost of 10 s is 0.6 USD"
                                + " now, and warn began at 1 USD (rule spend), event e2",
                        "2 events, 2 alerts",
                        "  spend                                    2");
    }

    @Test
    void shouldTellThemAsJsonAndTakeTheRulesThatShip() throws IOException {
        var rules = file("rules.yaml", List.of("rules:", "  - {rule_id: default-slow-call, enabled: false}"));
        var events = file("events.ndjson", List.of(call(1, 1, "3")));

        var run = run("rules", "test", rules, "--events", events, "--defaults", "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out())
                .contains("\"event_type\":\"cost_threshold_exceeded\"", "\"alert_rule_id\":\"default-expensive-call\"")
                .contains("\"actual_value\":3,", "\"threshold\":1,", "\"affected_models\":[\"m\"]");
    }

    @Test
    void shouldRefuseAFileWithTheLineOfItsFault() throws IOException {
        var rules = file("rules.yaml", List.of("rules:", "  - rule_id: spend", "    kind: cost_sum", "    warn: 1"));
        var events = file("events.ndjson", List.of());

        var run = run("rules", "test", rules, "--events", events);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("FILE", "line 2: rules[0].window is missing; right would be a value");
        assertThat(run("rules", "test", "nothing.yaml", "--events", events).err())
                .contains("can't read 'nothing.yaml'");
    }

    @Test
    void shouldGiveABadLineItsNumberAndGoOn() throws IOException {
        var rules = file("rules.yaml", List.of("rules:", "  - {rule_id: loop, kind: agent_loop}"));
        var lines = new ArrayList<String>(
                IntStream.range(0, 3).mapToObj(RulesTestCommandTest::tool).toList());
        lines.add(1, "{}");

        var run = run("rules", "test", rules, "--events", file("events.ndjson", lines));

        assertThat(run.err()).contains("events.ndjson:2: ");
        assertThat(run.out())
                .contains(
                        "run r of project p: the same call with the same result, times (search) is 3, at or above warn of 3");
    }
}
