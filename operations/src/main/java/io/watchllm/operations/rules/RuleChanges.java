package io.watchllm.operations.rules;

import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.control.AlertRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Changes that a file of rules makes to the topic. A rule that differs from the current one gets the next version,
 * unless the file sets the version.
 *
 * @param changes rules to write
 * @param unchanged number of rules that are the same already
 */
public record RuleChanges(List<Change> changes, int unchanged) {

    /** Change of one rule. */
    public record Change(Kind kind, AlertRule rule) {}

    /** Kinds of changes. */
    public enum Kind {
        NEW,
        CHANGED;

        /** The word for output. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The changes that bring the topic in line with the file. Rules that are not in the file stay.
     *
     * @param known the rules in effect, by id, including the built-in ones
     */
    public static RuleChanges between(Map<String, AlertRule> known, List<RuleFile.Entry> file) {
        var changes = new ArrayList<Change>();
        int unchanged = 0;
        for (var entry : file) {
            var before = known.get(entry.record().getRuleId());
            if (before == null) {
                changes.add(new Change(Kind.NEW, entry.record()));
                continue;
            }
            int version = entry.versioned() ? entry.record().getVersion() : before.getVersion();
            if (before.equals(versioned(entry.record(), version))) {
                unchanged++;
            } else {
                int next = entry.versioned() ? version : version + 1;
                changes.add(new Change(Kind.CHANGED, versioned(entry.record(), next)));
            }
        }
        return new RuleChanges(List.copyOf(changes), unchanged);
    }

    private static AlertRule versioned(AlertRule rule, int version) {
        return AlertRule.newBuilder(rule).setVersion(version).build();
    }
}
