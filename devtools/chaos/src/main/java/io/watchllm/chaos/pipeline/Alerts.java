package io.watchllm.chaos.pipeline;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Alerts that a scenario raised and that must be the same however it went: those that fire. When one of them is over is
 * a matter of time.
 *
 * @param rules the rule of each, by event id
 */
public record Alerts(Map<String, String> rules) {
    /** When nothing was raised yet. */
    public static final Alerts NONE = new Alerts(Map.of());

    public Alerts {
        rules = Map.copyOf(rules);
    }

    /** Their event ids. */
    Set<String> ids() {
        return rules.keySet();
    }

    /** Rules of the expected set that raised none, and others that raised one. */
    String difference(Set<String> expectedRules) {
        return difference("rules", new TreeSet<>(rules.values()), new TreeSet<>(expectedRules));
    }

    /** In words, what is different; empty when nothing is. */
    String difference(Alerts expected) {
        return difference("alerts", named(rules), named(expected.rules));
    }

    private static TreeSet<String> named(Map<String, String> rules) {
        return rules.entrySet().stream()
                .map(alert -> alert.getValue() + " " + alert.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String difference(String what, TreeSet<String> found, TreeSet<String> expected) {
        var missing = new TreeSet<>(expected);
        missing.removeAll(found);
        var more = new TreeSet<>(found);
        more.removeAll(expected);
        return missing.isEmpty() && more.isEmpty()
                ? ""
                : missing.size() + " " + what + " are missing" + first(missing) + ", " + more.size() + " are more"
                        + first(more);
    }

    private static String first(TreeSet<String> some) {
        return some.isEmpty() ? "" : " (" + some.getFirst() + ")";
    }
}
