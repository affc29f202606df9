package io.watchllm.processor;

import io.watchllm.processor.rules.RuleSource;
import io.watchllm.service.Environment;
import io.watchllm.service.Setting;
import java.time.Duration;
import java.util.List;

/**
 * How alerts are raised.
 *
 * @param source which rules are judged by
 * @param groupsMax most groups in a partition
 * @param flushInterval how long parts of panes are gathered before they go on
 */
public record AlertSettings(RuleSource source, int groupsMax, Duration flushInterval) {

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
    private static final Setting<Duration> FLUSH_INTERVAL = Setting.duration(
            "WATCHLLM_PROCESSOR_ALERT_FLUSH",
            "5ms",
            "1s",
            "20ms",
            "How long what events add to the windows of alert rules is gathered before it goes to where the window is; alerts are that much later.");

    public static final List<Setting<?>> SETTINGS = List.of(SOURCE, GROUPS_MAX, FLUSH_INTERVAL);

    static AlertSettings from(Environment environment) {
        return new AlertSettings(
                environment.value(SOURCE), environment.value(GROUPS_MAX), environment.value(FLUSH_INTERVAL));
    }
}
