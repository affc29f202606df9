package io.watchllm.processor;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.events.Event;
import io.watchllm.processor.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as a project of its own, so that many run side by side: its rules look at no other project, and its events
 * arrive now.
 *
 * @param scenario with its rules and events under other names
 */
record ScenarioProject(Scenario scenario) {

    private static final String EVERY_PROJECT = "*";

    /**
     * The scenario for a broker.
     *
     * @param age how long ago it happened
     * @return null when it is about more than events of one run under the same rules, or about silence
     */
    static @Nullable ScenarioProject of(Scenario scenario, Duration age) {
        var happenings = new ArrayList<Scenario.Happening>();
        var keys = new HashSet<String>();
        for (var happening : scenario.happenings()) {
            switch (happening) {
                case Scenario.Comes comes -> {
                    keys.add(comes.event().getProjectId() + "|" + comes.event().getRunId());
                    happenings.add(new Scenario.Comes(Event.newBuilder(comes.event())
                            .setProjectId(scenario.name())
                            .build()));
                }
                // The process is killed when it suits the test.
                case Scenario.Restarts _ -> {}
                case Scenario.Passes _, Scenario.Rules _ -> {
                    return null;
                }
            }
        }
        var rules = new ArrayList<AlertRule>();
        for (var rule : scenario.rules()) {
            if (!rule.getProjectId().equals(EVERY_PROJECT) || rule.getKind() == RuleKind.no_data) {
                return null;
            }
            rules.add(AlertRule.newBuilder(rule)
                    .setRuleId(scenario.name() + "-" + rule.getRuleId())
                    .setProjectId(scenario.name())
                    .build());
        }
        return keys.size() == 1
                ? new ScenarioProject(new Scenario(scenario.name(), rules, happenings, age, scenario.expected()))
                : null;
    }

    String name() {
        return scenario.name();
    }

    List<AlertRule> rules() {
        return scenario.rules();
    }

    List<Event> events() {
        return scenario.happenings().stream()
                .map(happening -> ((Scenario.Comes) happening).event())
                .toList();
    }
}
