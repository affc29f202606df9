package io.watchllm.processor;

import io.watchllm.processor.rules.RuleSource;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.util.List;

/**
 * Settings of alerting.
 *
 * @param source where the rules come from
 * @param groupsMax maximum number of groups per partition
 */
public record AlertSettings(RuleSource source, int groupsMax) {

    private static final Setting<RuleSource> SOURCE = Setting.choice(
            "WATCHLLM_PROCESSOR_ALERT_RULES",
            RuleSource.class,
            RuleSource.ALL,
            "Which alert rules are judged by: all (those that ship and those of the topic), topic (those of the topic alone), none (no alerts).");
    private static final Setting<Integer> GROUPS_MAX = Setting.integer(
            "WATCHLLM_PROCESSOR_ALERT_GROUPS_MAX",
            100,
            10_000_000,
            200_000,
            "Most groups (users, runs, models, …) that alert rules remember in a partition; when there are more, the one that was longest without an event is forgotten, and counted.");

    public static final List<Setting<?>> SETTINGS = List.of(SOURCE, GROUPS_MAX);

    static AlertSettings from(Environment environment) {
        return new AlertSettings(environment.value(SOURCE), environment.value(GROUPS_MAX));
    }
}
