package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.util.Set;

/**
 * Selects alerts; an empty set matches all.
 *
 * @param projects ids of projects
 * @param levels words such as {@code critical}; {@code warn} also matches alerts resolved at {@code critical}
 * @param types words such as {@code cost_spike}
 * @param rules ids of rules
 * @param states words such as {@code firing}
 */
public record AlertFilter(
        Set<String> projects, Set<String> levels, Set<String> types, Set<String> rules, Set<String> states) {

    /** Every alert. */
    public static final AlertFilter ALL = new AlertFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public AlertFilter {
        projects = Set.copyOf(projects);
        levels = Set.copyOf(levels);
        types = Set.copyOf(types);
        rules = Set.copyOf(rules);
        states = Set.copyOf(states);
    }

    /** Whether the filter matches this alert. */
    public boolean takes(Alert alert) {
        return has(projects, alert.getProjectId())
                && hasLevel(alert)
                && has(types, AlertFields.text(alert, "alert_type"))
                && has(rules, AlertFields.text(alert, "alert_rule_id"))
                && has(states, AlertFields.text(alert, "alert_state"));
    }

    /**
     * An episode is resolved once, at its highest level. That ends its warning, too, so a target for warnings alone
     * must receive it.
     */
    private boolean hasLevel(Alert alert) {
        return has(levels, AlertFields.text(alert, "alert_level"))
                || (levels.contains("warn")
                        && AlertFields.text(alert, "alert_state").equals("resolved"));
    }

    private static boolean has(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
