package io.watchllm.cli;

import static io.watchllm.cli.RaisedAlerts.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertLevel;
import io.watchllm.notifier.NotifierService;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.producer.BudgetWatch;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Those who read alerts, on a real broker and a real registry: the commands, the notifier, an agent's budget. */
@Timeout(300)
class AlertsIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final List<String> SECRETS = List.of("T0KEN-in-path", "s3cret-of-hook", "r0uting-key");

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static HookServer hooks;
    private static RaisedAlerts raised;
    private static NotifierRig rig;

    private record Run(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY);
        hooks = new HookServer();
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        raised = RaisedAlerts.on(kafka);
        rig = new NotifierRig(stack, hooks, folder);
    }

    @AfterAll
    static void stop() {
        hooks.close();
        stack.close();
    }

    @Test
    void shouldShowAlertsAsTheyAreAndAsTheyCome() throws Exception {
        raised.raise(
                alert("list-1", "list", "run-1", "12.5", AlertLevel.warn),
                alert("list-2", "list", "run-2", "15", AlertLevel.critical));

        var listed = run(Map.of(), "alerts", "list", "--rule", "list");
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "2026-11-01T08:00:00Z WARN firing cost_budget list list run=run-1: 12.5 against 10 in 1h (baseline 10; 40 samples; gpt-4o)");
        assertThat(run(Map.of(), "alerts", "list", "--rule", "list", "--level", "critical", "--json")
                        .out())
                .startsWith("{\"event_id\":\"list-2\",\"project_id\":\"list\"")
                .contains("\"alert_actual_value\":15,");
        assertThat(run(Map.of(), "alerts", "list", "--rule", "list", "--project", "other")
                        .out())
                .isEmpty();

        var tail = CompletableFuture.supplyAsync(
                () -> run(Map.of(), "alerts", "tail", "--rule", "tail", "--limit", "1"),
                task -> Thread.ofPlatform().start(task));
        await().atMost(DEADLINE).until(() -> {
            raised.raise(alert("tail-1", "tail", "run-1", "11", AlertLevel.warn));
            return tail.isDone();
        });
        assertThat(tail.join().out()).contains("WARN firing cost_budget tail tail run=run-1: 11 against 10");
    }

    @Test
    void shouldTellLiveTargetsWhileOneIsDeadAndKeepWhatThatOneMissed() throws Exception {
        var log = listen();
        var environment = rig.variables("dead", "http://127.0.0.1:1/T0KEN-in-path");
        var ids = IntStream.range(0, 20).mapToObj(index -> "two-" + index).toList();
        var settings = NotifierSettings.from(new Environment(environment));
        try (var service = new NotifierService(settings, new SimpleMeterRegistry())) {
            service.start();
            for (var id : ids) {
                raised.raise(alert(id, "two", id, "11", AlertLevel.warn));
            }

            await().atMost(DEADLINE).until(() -> hooks.at("/good/T0KEN-in-path").size() >= 20);
            await().atMost(DEADLINE).until(() -> hooks.at("/pager").size() >= 20);
            assertThat(hooks.at("/good/T0KEN-in-path")).extracting(AlertsIT::id).containsExactlyElementsOf(ids);
            await().atMost(DEADLINE).until(() -> undelivered(environment).size() == 20);
            var status = service.pages().getFirst().body().get();
            assertThat(status).contains("\"target\":\"dead\"", "does not take connections");
            assertThat(status).doesNotContain(SECRETS);
            service.close();
            assertThat(service.await()).isEqualTo(new ExitReason.Stopped());
        }

        assertThat(undelivered(environment).getFirst()).contains("  dead  two-0  watchllm.alerts/0/", "does not take");
        var still = run(environment, "notifier", "undelivered", "--retry");
        assertThat(still.exitCode()).isEqualTo(1);
        assertThat(still.out()).contains("dead two-0 does not take connections", "0 delivered, 20 not");
        var mended = run(rig.variables("dead", hooks.url("/mended")), "notifier", "undelivered", "--retry");
        assertThat(mended.out()).contains("20 delivered, 0 not");
        assertThat(hooks.at("/mended")).extracting(AlertsIT::id).containsExactlyElementsOf(ids);
        assertThat(undelivered(environment)).isEmpty();

        var dry = run(
                stack.environment(),
                "notifier",
                "--dry-run",
                "--targets",
                folder.resolve("dead.yaml").toString());
        assertThat(dry.out()).contains("good (webhook): 20 of ", " pager {\"routing_key\":\"(hidden)\"");
        assertThat(log.list).isNotEmpty();
        assertThat(log.list.stream().map(AlertsIT::text))
                .noneMatch(line -> SECRETS.stream().anyMatch(line::contains));
        assertThat(still.out() + still.err() + mended.out() + dry.out()).doesNotContain(SECRETS);
    }

    @Test
    void shouldLoseNothingAndRepeatOnlyWhatWasUnderWayWhenKilled() throws Exception {
        var environment = rig.variables("kill", hooks.url("/kill"));
        var first = rig.start(environment, "first.log");
        await().atMost(DEADLINE).until(() -> {
            raised.raise(alert("kill-warm", "kill", "warm", "11", AlertLevel.warn));
            return !hooks.at("/kill").isEmpty();
        });
        var warm = hooks.at("/kill").size();
        var ids = IntStream.range(0, 400).mapToObj(index -> "kill-" + index).toList();
        raised.raise(ids.stream()
                .map(id -> alert(id, "kill", id, "11", AlertLevel.warn))
                .toArray(Alert[]::new));
        await().atMost(DEADLINE).until(() -> hooks.at("/kill").size() > warm + 20);
        first.destroyForcibly().waitFor();
        var atKill = hooks.at("/kill").size();

        var second = rig.start(environment, "second.log");
        try {
            await().atMost(DEADLINE)
                    .until(() -> told("/kill").stream().distinct().count() >= ids.size());
        } finally {
            second.destroy();
            assertThat(second.waitFor()).as("a stop that was asked for").isIn(0, 143);
        }

        var told = told("/kill");
        assertThat(atKill).as("killed in the middle").isLessThan(ids.size());
        assertThat(told.stream().distinct()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(told.size() - ids.size())
                .as("repeats: the message under way")
                .isLessThanOrEqualTo(1);
        assertThat(Files.readString(folder.resolve("second.log")))
                .contains("watchllm: notifier runs")
                .doesNotContain(SECRETS);
    }

    @Test
    void shouldStopTheAgentWhoseRunIsOverItsBudget() throws Exception {
        var settings = kafka.settings();
        try (var budget = BudgetWatch.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .build()) {
            await().atMost(DEADLINE).until(() -> budget.status().upToDate());
            var steps = 0;
            while (!budget.exceeded("run-of-agent")) {
                if (steps == 3) {
                    raised.raise(alert("b-1", "budget", "run-of-agent", "10.01", AlertLevel.critical));
                }
                steps++;
                Thread.onSpinWait();
            }

            assertThat(steps).isGreaterThan(3);
            assertThat(budget.usedPercent("run-of-agent")).hasValue(100);
            assertThat(budget.exceeded("another-run")).isFalse();
        }
    }

    private static List<String> undelivered(Map<String, String> environment) {
        return run(environment, "notifier", "undelivered").out().lines().toList();
    }

    private static List<String> told(String path) {
        return hooks.at(path).stream()
                .flatMap(body -> Pattern.compile("\"event_id\":\"(kill-\\d+)\"")
                        .matcher(body)
                        .results())
                .map(match -> match.group(1))
                .toList();
    }

    private static String id(String body) {
        var id = ID.matcher(body);
        return id.find() ? id.group(1) : "";
    }

    private static ListAppender<ILoggingEvent> listen() {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger("io.watchllm");
        logger.setLevel(Level.DEBUG);
        logger.addAppender(appender);
        return appender;
    }

    private static String text(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return event.getFormattedMessage() + (thrown == null ? "" : thrown.getMessage());
    }

    private static Run run(Map<String, String> environment, String... arguments) {
        try {
            var all = environment.isEmpty() ? stack.environment() : environment;
            var file = Files.write(
                    Files.createTempFile(folder, "run", ".env"),
                    all.entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList());
            var words = new ArrayList<>(List.of(arguments));
            words.addAll(List.of("--env-file", file.toString()));
            var out = new StringWriter();
            var err = new StringWriter();
            var exitCode = Watchllm.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(words.toArray(String[]::new));
            return new Run(exitCode, out.toString(), err.toString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
