package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.validation.TextCache;
import java.util.List;
import java.util.Objects;

/** Cache of the rules that pane parts name, by list of names. Not thread-safe. */
final class NamedRules {

    /** Bounded because the names come from a topic, and each text may name many rules. */
    private static final int NAMES_MAX = 10_000;

    private static final int CHARACTERS_MAX = 1 << 20;

    private final TextCache<Named> known = new TextCache<>(NAMES_MAX, CHARACTERS_MAX);

    /**
     * The rules of a text of names.
     *
     * @param rules those in the current set
     * @param areAll whether every name is in the current set
     */
    record Named(List<ActiveRule> rules, boolean areAll) {}

    /** The rules of these names. */
    Named of(RuleNames names, RuleSet among) {
        var found = known.get(names.text());
        if (found == null) {
            found = find(names.names(), among);
            known.put(names.text(), found);
        }
        return found;
    }

    private static Named find(List<RuleNames.Name> names, RuleSet among) {
        var found = names.stream()
                .map(name -> among.find(name.id(), name.version()))
                .filter(Objects::nonNull)
                .toList();
        return new Named(found, found.size() == names.size());
    }

    /** Clears the cache after a change of the rules. */
    void clear() {
        known.clear();
    }
}
