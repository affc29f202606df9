package io.watchllm.operations.rules;

import io.watchllm.control.AlertRule;
import io.watchllm.processor.core.alert.rule.RuleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a file of rules changes on the topic. A rule that differs from the one that is there gets the next version,
 * unless the file says which it is.
 *
 * @param changes rules to write
 * @param unchanged rules that are there already
 */
public record RuleChanges(List<Change> changes, int unchanged) {

    /** What becomes of a rule. */
    public record Change(Kind kind, AlertRule rule) {}

    /** Kinds of changes. */
    public enum Kind {
        NEW,
        CHANGED;

        /** The name for people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The changes that make of the topic what the file says. Rules that the file does not name stay.
     *
     * @param known the rules that hold now, by id, those that ship among them
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
