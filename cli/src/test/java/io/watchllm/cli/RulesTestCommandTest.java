package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        // The second comes twice, and before the first: it is counted once, and the first is what tips the scales.
        var events = file("events.ndjson", List.of(call(2, 5, "0.6"), call(1, 1, "0.6"), call(2, 5, "0.6")));

        var run = run("rules", "test", rules, "--events", events, "--after", "PT1M");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "2026-11-01T12:00:05Z  firing    warn      user u of project p: the cost of 10 s is 1.2 USD,"
                                + " at or above warn of 1 USD (rule spend), event e1 of run r",
                        "2026-11-01T12:00:12Z  resolved  warn      user u of project p: over, the cost of 10 s is 0.6 USD"
                                + " now, and warn began at 1 USD (rule spend), event e1 of run r",
                        "2 events, 2 alerts",
                        "  spend                                    2");
    }

    private static String call(String run, int number, LocalTime time, String usd) {
        return ("{\"event_id\":\"%d\",\"project_id\":\"p\",\"run_id\":\"%s\",\"event_type\":\"prompt_call\","
                        + "\"timestamp\":\"2026-11-30T%s.000Z\",\"prompt\":\"\",\"response\":\"\",\"model\":\"m\","
                        + "\"tokens_input\":1,\"tokens_output\":1,\"cost_estimate_usd\":%s}")
                .formatted(number, run, DateTimeFormatter.ISO_LOCAL_TIME.format(time), usd);
    }

    /** Calls of a run, so often from nine o'clock on. */
    private static List<String> calls(String run, int times, Duration every, String usd) {
        return IntStream.range(0, times)
                .mapToObj(number -> call(run, number, LocalTime.of(9, 0).plus(every.multipliedBy(number)), usd))
                .toList();
    }

    private static List<String> lines(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Ten live calls over nine minutes, and then what a worker kept back since they began. */
    @Test
    void shouldCountForABudgetWhatComesLateAndSayWhatCameTooLateForAWindow() throws IOException {
        var rules = file(
                "rules.yaml",
                List.of(
                        "rules:",
                        "  - {rule_id: day, kind: daily_budget, scope: project, limit: 100}",
                        "  - {rule_id: hour, kind: cost_sum, scope: project, window: 1h, warn: 100}"));
        var events = file(
                "events.ndjson",
                lines(calls("live", 10, Duration.ofMinutes(1), "1"), calls("batch", 10, Duration.ofSeconds(30), "20")));

        var run = run("rules", "test", rules, "--events", events);

        assertThat(run.out().lines().filter(line -> line.contains("firing")))
                .hasSize(4)
                .allMatch(line -> line.startsWith("2026-11-30T09:09:00Z"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("(50 % of its budget) is 50 USD, at or above warn of 50 USD"),
                        line -> assertThat(line).contains("(80 % of its budget) is 90 USD, at or above warn of 80 USD"),
                        line -> assertThat(line).contains("(100 % of its budget) is 110 USD"),
                        line -> assertThat(line).contains("(200 % of its budget) is 210 USD"));
        assertThat(run.err()).startsWith("hour: 10 events came too late and were not counted;");
    }

    /** A sub-agent whose calls come minutes late, within the same run. */
    @Test
    void shouldTellTheHighestShareThatARunPassesByWhatComesLate() throws IOException {
        var rules = file("rules.yaml", List.of("rules:", "  - {rule_id: run, kind: run_budget, limit: 2}"));
        var main = calls("r", 10, Duration.ofMinutes(1), "0.1");
        var sub = IntStream.range(0, 10)
                .mapToObj(number -> call("r", 10 + number, LocalTime.of(9, 0, number), "1"))
                .toList();

        var run = run("rules", "test", rules, "--events", file("events.ndjson", lines(main, sub)));

        assertThat(run.out().lines().filter(line -> line.contains("firing")).map(RulesTestCommandTest::share))
                .containsExactly("50 %", "100 %", "200 %", "300 %", "400 %", "500 %");
        assertThat(run.err()).isEmpty();
    }

    private static String share(String line) {
        return line.substring(line.indexOf('(') + 1, line.indexOf(" of its budget"));
    }

    @Test
    void shouldTakeTheSameIdInAnotherRunForAnotherEvent() throws IOException {
        var rules = file("rules.yaml", List.of("rules:", "  - {rule_id: day, kind: daily_budget, limit: 1}"));
        var events = file(
                "events.ndjson", List.of(call("a", 1, LocalTime.NOON, "0.5"), call("b", 1, LocalTime.NOON, "0.5")));

        assertThat(run("rules", "test", rules, "--events", events).out()).contains("2 events, 2 alerts");
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
        assertThat(run.err()).contains("FILE", "line 2: rules[0].window is missing; expected a value");
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
