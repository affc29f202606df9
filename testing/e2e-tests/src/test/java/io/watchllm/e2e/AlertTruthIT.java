package io.watchllm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.cli.alerts.AlertTopic;
import io.watchllm.cli.send.EventSender;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.control.Alert;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.reconciliation.ReconciliationReader;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.TestStack;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts as they stand in the table, against what ClickHouse makes of the raw rows beside them: sums to the last
 * decimal, shares exactly, percentiles within the promise of the sketch. Each user has one run, so that the rows up to
 * the alert's own event are those that it was made of.
 */
@Timeout(300)
class AlertTruthIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String PROJECT = "truth";
    private static final long SEED = 20_261_126;
    private static final int USERS = 12;
    private static final int EVENTS = 2_400;
    private static final long SPACING_MS = 250;
    private static final int ALERTS_MIN = 5;

    private static final String RULES = """
            rules:
              - {rule_id: spend, kind: cost_sum, scope: user, window: 1m, warn: 5, critical: 8}
              - {rule_id: tokens, kind: token_limit, scope: user, window: 1m, warn: 12000}
              - {rule_id: slow, kind: latency_p95, scope: user, window: 2m, warn: 2500, min_count: 20}
              - {rule_id: failing, kind: error_rate, scope: user, window: 2m, warn: 0.2, min_count: 10}
              - {rule_id: budget, kind: run_budget, limit: 20}
            """;

    /** What the alert's group did in its window up to the alert's event. */
    private static final String WINDOW = """
            SELECT a.event_id AS id, any(a.alert_actual_value) AS told, any(a.alert_sample_count) AS samples,
                   count() AS events, any(a.alert_level) AS level, any(a.timestamp) AS said_at,
                   any(t.at) AS event_at, %s AS counted
            FROM (SELECT * FROM events WHERE alert_rule_id = '%s' AND alert_state = 'firing') AS a
            JOIN (SELECT run_id, event_id, timestamp AS at FROM events WHERE event_type = 'prompt_call') AS t
                ON t.run_id = a.alert_trigger_run_id AND t.event_id = a.alert_trigger_event_id
            JOIN (SELECT user_id, run_id, timestamp AS at, cost_estimate_usd, tokens_input, tokens_output, latency_ms, status
                  FROM events WHERE event_type = 'prompt_call') AS e
                ON e.user_id = a.alert_group OR e.run_id = a.alert_group
            WHERE e.at <= t.at AND toUnixTimestamp64Milli(e.at) >= %s
            GROUP BY id
            """;

    private static TestStack stack;
    private static Map<String, String> variables;
    private static KafkaConnection kafka;
    private static ClickHouseQuery clickHouse;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startStack() {
        stack = TestStack.start();
        variables = new HashMap<>(stack.environment());
        variables.put("WATCHLLM_PROCESSOR_ALERT_RULES", "topic");
        var environment = new Environment(variables);
        kafka = new KafkaConnection(KafkaSettings.from(environment));
        kafka.setUp(Topics.ALL);
        new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment)).create(report -> {});
        clickHouse = new ClickHouseQuery(variables);
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    @Test
    void shouldTellWhatTheRowsSayAndTheSameAgainOnAReplay() throws Exception {
        // Given
        var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
        try (var apply =
                CommandProcess.start(variables, folder.resolve("apply.log"), "rules", "apply", file.toString())) {
            assertThat(apply.waitFor()).as(apply.output()).isZero();
        }

        // When
        try (var sink = CommandProcess.start(variables, folder.resolve("sink.log"), "sink")) {
            process(variables, events());
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(counts(variables).missing()).isZero());
            assertThat(sink.alive()).as(sink.output()).isTrue();
        }

        // Then
        var first = alerts();
        assertThat(clickHouse.number("SELECT count() FROM events WHERE alert_rule_id != ''"))
                .as("each alert is a row")
                .isEqualTo(first.size());
        assertExact("spend", "sum(e.cost_estimate_usd)", slide(1_000));
        assertExact("tokens", "sum(e.tokens_input + e.tokens_output)", slide(1_000));
        assertExact(
                "failing", "intDiv(countIf(e.status != 'success') * 1000000000, count()) / 1000000000", slide(2_000));
        assertExact("budget", "sum(e.cost_estimate_usd)", "0");
        assertPercentiles();

        // When: another application reads all from the start, and nothing goes on to the tables.
        var again = new HashMap<>(variables);
        again.put("WATCHLLM_PROCESSOR_APPLICATION_ID", "replay");
        process(again, List.of());

        // Then
        var second = alerts().subList(first.size(), alerts().size());
        assertThat(ids(second, "budget")).isEqualTo(ids(first, "budget"));
        for (var rule : List.of("spend", "tokens", "slow", "failing")) {
            assertThat(ids(second, rule)).as(rule).containsAnyElementsOf(ids(first, rule));
        }
        assertThat(second)
                .as("old enough to notify nobody")
                .allMatch(alert -> alert.getAlert().getAlertBackfill());
    }

    /** Runs a processor until it has all events behind it. */
    private static void process(Map<String, String> environment, List<Event> sent) {
        var log = folder.resolve(environment.getOrDefault("WATCHLLM_PROCESSOR_APPLICATION_ID", "processor") + ".log");
        try (var processor = CommandProcess.start(environment, log, "processor");
                var sender = new EventSender(kafka, Clock.systemUTC())) {
            sent.forEach(sender::send);
            assertThat(sender.finish().sent()).isEqualTo(sent.size());
            // There are no counts before the processor has begun.
            await().atMost(DEADLINE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(counts(environment).rows()).isEqualTo(EVENTS));
            assertThat(processor.alive()).as(processor.output()).isTrue();
        }
    }

    /** First millisecond of the window that ends with the pane of the alert. */
    private static String slide(long slideMs) {
        return "(intDiv(toUnixTimestamp64Milli(a.timestamp), %d) - 59) * %d".formatted(slideMs, slideMs);
    }

    private static void assertExact(String rule, String counted, String from) throws Exception {
        var window = WINDOW.formatted(counted, rule, from);
        assertThat(clickHouse.number("SELECT count() FROM (" + window + ")"))
                .as("alerts of " + rule)
                .isGreaterThanOrEqualTo(ALERTS_MIN);
        assertThat(clickHouse.text("SELECT * FROM (" + window
                        + ") WHERE samples != events OR toDecimal64(told, 9) != toDecimal64(round(counted, 9), 9)"))
                .as("alerts of " + rule + " that the rows do not bear out")
                .isEmpty();
    }

    /** Between the neighbours of the 95th of a hundred, and 1 percent beside them. */
    private static void assertPercentiles() throws Exception {
        var window = WINDOW.formatted("arraySort(groupArray(assumeNotNull(e.latency_ms)))", "slow", slide(2_000));
        assertThat(clickHouse.number("SELECT count() FROM (" + window + ")")).isGreaterThanOrEqualTo(ALERTS_MIN);
        assertThat(clickHouse.text("""
                        SELECT * EXCEPT counted, counted[toUInt32(floor(0.95 * (events - 1))) + 1] AS low,
                               counted[toUInt32(ceil(0.95 * (events - 1))) + 1] AS high
                        FROM (%s) WHERE samples != events OR toFloat64(told) < 0.99 * low OR toFloat64(told) > 1.01 * high
                        """.formatted(window))).isEmpty();
    }

    private static List<Event> events() {
        var random = new Random(SEED);
        // Longer ago than an alert may be about and still notify.
        var start = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);
        var events = new ArrayList<Event>();
        for (int number = 0; number < EVENTS; number++) {
            int user = random.nextInt(USERS);
            events.add(Event.newBuilder()
                    .setEventId("e" + number)
                    .setProjectId(PROJECT)
                    .setRunId("run-" + user)
                    .setUserId("user-" + user)
                    .setTimestamp(start.plusMillis(number * SPACING_MS))
                    .setPayload(PromptCall.newBuilder()
                            .setPrompt("")
                            .setResponse("")
                            .setModel("m")
                            .setTokensInput(random.nextInt(1, 1_000))
                            .setTokensOutput(random.nextInt(1, 200))
                            .setCostEstimateUsd(BigDecimal.valueOf(random.nextLong(500_000_000), 9))
                            .setLatencyMs((int) (400 * Math.exp(random.nextGaussian())))
                            .setStatus(random.nextInt(6) == 0 ? Status.error : Status.success)
                            .build())
                    .build());
        }
        return events;
    }

    private static ReconciliationReport.Project counts(Map<String, String> environment) throws Exception {
        var known = new Environment(environment);
        var reader = new ReconciliationReader(
                kafka, ClickHouseSettings.from(known), ProcessorSettings.applicationId(known), false);
        return Objects.requireNonNull(reader.read(null).projects().get(PROJECT));
    }

    private static List<Alert> alerts() {
        var found = new ArrayList<Alert>();
        new AlertTopic(kafka).read(Instant.EPOCH, pending -> found.add(pending.alert()));
        return found;
    }

    private static Set<String> ids(List<Alert> alerts, String rule) {
        return alerts.stream()
                .filter(alert -> rule.equals(alert.getAlert().getAlertRuleId()))
                .map(Alert::getEventId)
                .collect(Collectors.toSet());
    }
}
