package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.control.Alert;
import io.watchllm.control.AlertRule;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stages of alerts do besides evaluating rules: topics, rules that come and go, strange records. */
class AlertTopologyTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final String DEAR_CALL = "{rule_id: dear, kind: single_event_cost, warn: 1}";
    private static final String SPEND = "{rule_id: spend, kind: cost_sum, scope: user, window: 1m, warn: 1}";
    private static final String BUDGET = "{rule_id: budget, kind: run_budget, limit: 1, budget_percents: [100]}";

    private static final int ROW_BYTES_MAX = 64 << 10;

    private int events;

    @Test
    void shouldWriteAnAlertAsARowAndOnItsTopicUnderTheKeysOfBoth() {
        try (var run = run(SPEND)) {
            run.send(call("1.5"));

            assertThat(run.records(Topics.ALERTS))
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.key()).asString(UTF_8).isEqualTo("spend|p|u"));
            assertThat(run.records(Topics.EVENT_ROWS))
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("p|r", "p|alert:spend");
            assertThat(run.booked("p")).isEqualTo(1);
            assertThat(count(run, "watchllm.processor.alerts", "rule", "spend", "state", "firing"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldSendPanesOnAndNotEvents() {
        try (var run = run(BUDGET, DEAR_CALL)) {
            run.send(call("0.1")).send(call("0.1"));
            assertThat(run.records(Topics.ALERT_PANES))
                    .as("a run is evaluated where it is, and a cheap call is told to nobody")
                    .isEmpty();
            run.send(call("0.9"));
            assertThat(run.alerts()).extracting(Alert::getRunId).containsExactly("r");
        }
    }

    @Test
    void shouldSendOneRecordForAllRulesOfAGroup() {
        try (var run = run(SPEND, "{rule_id: tokens, kind: token_limit, scope: user, window: 1h, warn: 1}")) {
            run.send(call("0.1"));
            assertThat(run.records(Topics.ALERT_PANES))
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.key()).asString(UTF_8).isEqualTo("p|u"));
            assertThat(run.alerts())
                    .extracting(alert -> alert.getAlert().getAlertRuleId())
                    .containsExactly("tokens");
        }
    }

    @Test
    void shouldRaiseNothingForAnEventThatComesAgain() {
        try (var run = run(SPEND)) {
            var call = call("0.6");
            run.send(call).send(call).send(call);
            assertThat(run.alerts()).isEmpty();
            run.send(call("0.6"));
            assertThat(run.alerts())
                    .singleElement()
                    .satisfies(alert ->
                            assertThat(alert.getAlert().getActualValue()).isEqualByComparingTo("1.2"));
        }
    }

    @Test
    void shouldTakeOverRulesWithoutARestart() {
        try (var run = new AlertRun(RuleSource.TOPIC, START)) {
            run.send(call("5"));
            assertThat(run.alerts()).isEmpty();
            run.rules(rules(DEAR_CALL)).send(call("5"));
            assertThat(run.alerts()).hasSize(1);
            run.rules(List.of()).send(call("5"));
            assertThat(run.alerts()).isEmpty();
        }
    }

    @Test
    void shouldJudgeByTheRulesThatShipUnlessTheTopicHasThatId() {
        try (var run = new AlertRun(RuleSource.ALL, START)) {
            run.send(call("2"));
            assertThat(run.alerts())
                    .extracting(alert -> alert.getAlert().getAlertRuleId())
                    .containsExactly("default-expensive-call");
            run.rules(rules("{rule_id: default-expensive-call, kind: single_event_cost, warn: 1, enabled: false}"))
                    .send(call("2"));
            assertThat(run.alerts()).isEmpty();
        }
    }

    @Test
    void shouldTellOnceOfARuleThatIsNoneAndGoOnWithTheOthers() {
        try (var run = run(DEAR_CALL)) {
            run.rule("broken", "no rule".getBytes(UTF_8)).pass(AlertRun.TICK).pass(AlertRun.TICK);

            assertThat(run.records(Topics.DEAD_LETTERS)).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.key()).asString(UTF_8).isEqualTo("watchllm.alert-rules/0/1");
                assertThat(deadLetter.value()).asString(UTF_8).isEqualTo("no rule");
                assertThat(new String(
                                deadLetter
                                        .headers()
                                        .lastHeader("watchllm.reason")
                                        .value(),
                                UTF_8))
                        .isEqualTo("not_wire_format");
            });
            assertThat(count(run, "watchllm.processor.alert.rules.skipped", "reason", "not_wire_format"))
                    .isEqualTo(1);
            run.send(call("5"));
            assertThat(run.alerts()).hasSize(1);
        }
    }

    @Test
    void shouldLeaveOutOfTheDeadLetterARuleThatTheTopicWouldNotTake() {
        try (var run = run(DEAR_CALL)) {
            run.rule("large", new byte[Topics.DERIVED_BYTES_MAX]).pass(AlertRun.TICK);

            assertThat(run.records(Topics.DEAD_LETTERS)).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.key()).asString(UTF_8).isEqualTo("watchllm.alert-rules/0/1");
                assertThat(deadLetter.value()).isNull();
            });
        }
    }

    @Test
    void shouldLeaveOutStrangeRecordsBetweenTheStages() {
        try (var run = run(SPEND)) {
            run.send(call("0.8"));
            var own = run.records(Topics.ALERT_PANES).getFirst();
            run.pane(own.value(), "another").pane(new byte[] {9, 9}, "watchllm-processor");
            assertThat(count(run, "watchllm.processor.alerts.panes.foreign")).isEqualTo(2);
            assertThat(run.alerts()).isEmpty();
            run.pane(own.value(), "watchllm-processor");
            assertThat(run.alerts()).hasSize(1);
        }
    }

    /**
     * By the rules that ship and more: every record of every topic stays within its bound, and the next event counts.
     */
    @Test
    void shouldGoOnBehindNamesOfMegabytes() {
        try (var run = run(
                SPEND,
                BUDGET,
                DEAR_CALL,
                "{rule_id: model, kind: error_rate, scope: model, window: 5m, warn: 0.5, min_count: 1}",
                "{rule_id: slow, kind: latency_p95, scope: model, window: 1m, warn: 5, min_count: 1}")) {
            for (int number = 0; number < 3; number++) {
                run.send(ofModel(number + "m\0".repeat(1_400_000)));
            }

            assertThat(run.records(Topics.ALERT_PANES))
                    .isNotEmpty()
                    .extracting(record -> record.value().length)
                    .allMatch(bytes -> bytes < PaneBatch.RECORD_BYTES_MAX);
            for (var topic : List.of(Topics.EVENT_ROWS, Topics.ALERTS)) {
                assertThat(run.records(topic))
                        .as(topic.name())
                        .isNotEmpty()
                        .extracting(record -> record.value().length)
                        .allMatch(bytes -> bytes < ROW_BYTES_MAX);
            }
            assertThat(run.records(Topics.DEAD_LETTERS)).isEmpty();
            run.send(call("5"));
            assertThat(run.alerts())
                    .extracting(alert -> alert.getAlert().getAlertRuleId())
                    .contains("dear");
        }
    }

    @Test
    void shouldNameModelsInAlertsAsTheRowsOfTheCallsDo() {
        try (var run = run(SPEND)) {
            run.send(ofModel("m\0".repeat(5_000)));
            var rows = run.rows();

            assertThat(rows).hasSize(2);
            assertThat(rows.getLast().getAlertAffectedModels())
                    .containsExactly(rows.getFirst().getModel());
        }
    }

    /** One producer's clock is 119 seconds fast; the events of the others come some seconds after they happened. */
    @Test
    void shouldCountAllEventsBesideThoseOfAClockThatIsAhead() {
        try (var run = run("{rule_id: spend, kind: cost_sum, window: 5m, warn: 199.5}")) {
            for (int second = 0; second < 20; second++) {
                run.pass(Duration.ofSeconds(1));
                for (int each = 0; each < 5; each++) {
                    run.send(at(call("1"), run.now().plusSeconds(119)));
                    run.send(at(call("1"), run.now().minusSeconds(8)));
                }
            }

            assertThat(run.alerts())
                    .singleElement()
                    .satisfies(alert ->
                            assertThat(alert.getAlert().getActualValue()).isEqualByComparingTo("200"));
        }
    }

    private static Event at(Event event, Instant time) {
        return Event.newBuilder(event).setTimestamp(time).build();
    }

    @Test
    void shouldNeverTakeAnAlertForAnInput() {
        try (var run = run("{rule_id: any, kind: no_data, warn: 10}", DEAR_CALL)) {
            run.send(call("5"));
            assertThat(run.alerts()).hasSize(1);
            assertThat(run.rows()).extracting(EventRow::getAlertRuleId).containsExactly(null, "dear");
            for (int second = 0; second < 12; second++) {
                run.pass(Duration.ofSeconds(1));
            }
            assertThat(run.alerts())
                    .as("the alert was no sign of life")
                    .extracting(alert -> alert.getAlert().getAlertRuleId())
                    .containsExactly("any");
        }
    }

    private static AlertRun run(String... rules) {
        return new AlertRun(RuleSource.TOPIC, START).rules(rules(rules));
    }

    private static List<AlertRule> rules(String... rules) {
        return RuleFile.parse("rules: [" + String.join(", ", rules) + "]", Map.of()).stream()
                .map(RuleFile.Entry::record)
                .toList();
    }

    private Event call(String usd) {
        events++;
        return Event.newBuilder()
                .setEventId("e" + events)
                .setProjectId("p")
                .setRunId("r")
                .setUserId("u")
                .setTimestamp(START)
                .setPayload(PromptCall.newBuilder()
                        .setPrompt("")
                        .setResponse("")
                        .setModel("m")
                        .setTokensInput(1)
                        .setTokensOutput(1)
                        .setCostEstimateUsd(new BigDecimal(usd).setScale(9))
                        .build())
                .build();
    }

    private Event ofModel(String model) {
        var call = call("5");
        return Event.newBuilder(call)
                .setTags(List.of("t".repeat(model.length() / 8)))
                .setPayload(PromptCall.newBuilder((PromptCall) call.getPayload())
                        .setModel(model)
                        .setLatencyMs(10)
                        .build())
                .build();
    }

    private static double count(AlertRun run, String meter, String... tags) {
        return run.meters.get(meter).tags(tags).counter().count();
    }
}
