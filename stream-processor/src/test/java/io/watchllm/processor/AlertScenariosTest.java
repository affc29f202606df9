package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.control.Alert;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.scenario.AlertLine;
import io.watchllm.processor.scenario.CoreRun;
import io.watchllm.processor.scenario.Scenario;
import io.watchllm.rows.EventRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario through the topology of production. A restart is none here; the core's test and AlertIT have them. */
class AlertScenariosTest {

    private static final Duration TICK = Duration.ofSeconds(1);

    @TestFactory
    Stream<DynamicTest> shouldRaiseWhatTheScenarioExpects() throws IOException {
        return Scenario.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    try (var run = new AlertRun(RuleSource.TOPIC, Scenario.START.plus(scenario.arrivesAfter()))) {
                        play(run, scenario);
                        var alerts = run.alerts();
                        assertThat(alerts.stream().map(AlertLine::of)).isEqualTo(scenario.expected());
                        assertThat(ids(alerts)).isEqualTo(idsInCore(scenario));
                        assertThat(rowsOfAlerts(run)).isEqualTo(ids(alerts));
                        assertThat(alerts.stream()
                                        .map(Alert::getProjectId)
                                        .distinct()
                                        .mapToLong(run::booked)
                                        .sum())
                                .as("in the counts")
                                .isEqualTo(alerts.size());
                    }
                }));
    }

    private static void play(AlertRun run, Scenario scenario) {
        run.rules(scenario.rules());
        boolean seen = false;
        for (var happening : scenario.happenings()) {
            switch (happening) {
                case Scenario.Comes comes -> {
                    var time = comes.event().getTimestamp();
                    pass(run, scenario, time, seen);
                    var arrival = time.plus(scenario.arrivesAfter());
                    if (arrival.isAfter(run.now())) {
                        run.pass(Duration.between(run.now(), arrival));
                    }
                    run.send(comes.event());
                    seen = true;
                }
                case Scenario.Passes passes -> pass(run, scenario, passes.until(), seen);
                case Scenario.Restarts _ -> {}
                case Scenario.Rules next -> run.rules(next.rules());
            }
        }
    }

    /** The clock goes on in seconds, once there was an event. */
    private static void pass(AlertRun run, Scenario scenario, Instant until, boolean seen) {
        while (seen && !run.now().minus(scenario.arrivesAfter()).plus(TICK).isAfter(until)) {
            run.pass(TICK);
        }
    }

    private static List<String> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::getEventId).toList();
    }

    private static List<String> idsInCore(Scenario scenario) {
        return CoreRun.alerts(scenario).stream()
                .map(alert -> alert.id().toString())
                .toList();
    }

    private static List<String> rowsOfAlerts(AlertRun run) {
        return run.rows().stream()
                .filter(row -> row.getAlertRuleId() != null)
                .map(EventRow::getEventId)
                .toList();
    }
}
