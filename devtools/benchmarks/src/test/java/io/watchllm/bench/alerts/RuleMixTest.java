package io.watchllm.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.group.RuleDryRun;
import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.bench.rows.CallEvents;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.validation.Sizes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class RuleMixTest {
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final int EVENTS = 5_000;
    private static final int RULES = 50;

    @Test
    void shouldHaveAsManyRulesAsAskedForEachFitForUse() {
        for (var count : List.of(2, 3, RULES, 200)) {
            var rules = RuleMix.rules(count);
            assertThat(rules).extracting(AlertRule::getRuleId).hasSize(count).doesNotHaveDuplicates();
            assertThat(rules).allSatisfy(rule -> assertThat(Rule.of(rule)).isInstanceOf(Rule.Valid.class));
        }
    }

    @Test
    void shouldHoldKindsOfAllSorts() {
        assertThat(RuleMix.rules(RULES))
                .extracting(AlertRule::getKind)
                .contains(
                        RuleKind.cost_sum,
                        RuleKind.token_limit,
                        RuleKind.latency_p95,
                        RuleKind.latency_p99,
                        RuleKind.ttft_p95,
                        RuleKind.error_rate,
                        RuleKind.run_budget,
                        RuleKind.daily_budget,
                        RuleKind.single_event_cost,
                        RuleKind.single_event_latency,
                        RuleKind.agent_loop,
                        RuleKind.no_data,
                        RuleKind.cost_spike);
    }

    @Test
    void shouldBeBrokenByDearEventsAloneAndByEachOnceInEachStage() {
        var sightings = new AlertFirstSeen(EVENTS);
        var events = AlertEvents.usual(100);
        for (var alert : alerts(rules(RULES), number -> events.event(number, time(number)))) {
            var detail = new AlertRecords(Sizes.DEFAULT).detail(alert);
            sightings.see(detail.getAlertRuleId(), detail.getAlertTriggerEventId(), 0);
        }
        sightings.check();
        assertThat(sightings.count()).isEqualTo(2 * EVENTS / AlertEvents.DEAR_EVERY);
    }

    @Test
    void shouldNotBeBrokenByOrdinaryEvents() {
        var events = AlertEvents.small(100);
        assertThat(alerts(rules(RULES), number -> events.ordinary(number, time(number))))
                .isEmpty();
    }

    /** Else the latency benchmark, which counts rows, would find more rows than events. */
    @Test
    void shouldRaiseNoAlertByTheEventsOfOtherBenchmarksAndTheRulesThatShip() {
        var calls = CallEvents.usual();
        assertThat(alerts(BuiltInRules.behind(List.of()), number -> calls.event(number, time(number))))
                .isEmpty();
    }

    @Test
    void shouldGiveAllUsersDearEvents() {
        var events = AlertEvents.usual(20);
        var users = new ArrayList<String>();
        for (var number = 0L; number < EVENTS; number++) {
            var event = events.event(number, START);
            if (((PromptCall) event.getPayload()).getCostEstimateUsd() != null) {
                users.add(event.getUserId());
            }
        }
        assertThat(users).hasSize(EVENTS / AlertEvents.DEAR_EVERY);
        assertThat(users.stream().distinct()).hasSize(20);
    }

    private static List<Rule> rules(int count) {
        return RuleMix.rules(count).stream()
                .map(record -> ((Rule.Valid) Rule.of(record)).rule())
                .toList();
    }

    private static Instant time(long number) {
        return START.plusMillis(number * 10);
    }

    private static List<RaisedAlert> alerts(List<Rule> rules, LongFunction<Event> source) {
        var alerts = new ArrayList<RaisedAlert>();
        var sink = new AlertSink() {
            @Override
            public void raised(RaisedAlert alert) {
                alerts.add(alert);
            }

            @Override
            public void late(Rule rule, long events) {
                throw new AssertionError("an event is late for " + rule.id());
            }
        };
        var dryRun =
                new RuleDryRun(rules, new Pricer(PriceList.of(List.of(), List.of()), PricePreference.CLIENT), sink);
        for (var number = 0L; number < EVENTS; number++) {
            dryRun.observe(source.apply(number));
        }
        return alerts;
    }
}
