package io.watchllm.processor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.RaisedAlert;
import io.watchllm.control.RuleKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario through the core. */
class ScenarioTest {

    private static final int SCENARIOS_MIN = 60;

    @TestFactory
    Stream<DynamicTest> shouldRaiseWhatTheScenarioExpects() throws IOException {
        return Scenario.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    var alerts = CoreRun.alerts(scenario);
                    assertThat(CoreRun.lines(alerts)).isEqualTo(scenario.expected());
                    assertThat(ids(alerts)).as("ids").doesNotHaveDuplicates();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRaiseTheSameWithARestartBehindEachEvent() throws IOException {
        return same(CoreRun.Between.RESTART);
    }

    @TestFactory
    Stream<DynamicTest> shouldRaiseTheSameWhenAllThatCanRestsBehindEachEvent() throws IOException {
        return same(CoreRun.Between.PASSIVATE);
    }

    private static Stream<DynamicTest> same(CoreRun.Between between) throws IOException {
        return Scenario.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    var disturbed = CoreRun.alerts(scenario, between);
                    assertThat(disturbed).isEqualTo(CoreRun.alerts(scenario));
                }));
    }

    @Test
    void shouldHaveScenariosOfEveryKind() throws IOException {
        var scenarios = Scenario.all();

        assertThat(scenarios).hasSizeGreaterThanOrEqualTo(SCENARIOS_MIN);
        assertThat(scenarios.stream()
                        .flatMap(scenario -> scenario.rules().stream())
                        .map(rule -> rule.getKind())
                        .distinct()
                        .sorted(Comparator.naturalOrder()))
                .containsExactlyElementsOf(Arrays.stream(RuleKind.values())
                        .filter(kind -> kind != RuleKind.unknown)
                        .toList());
    }

    private static List<Object> ids(List<RaisedAlert> alerts) {
        return alerts.stream().<Object>map(RaisedAlert::id).toList();
    }
}
