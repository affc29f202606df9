package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.TextCache;
import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.rule.RuleNames;
import java.util.List;
import java.util.Objects;

/** Finds the rules that a part of a pane names, each list of names once. For one thread. */
final class NamedRules {

    /** Names come over a topic, and each may be of many rules. */
    private static final int NAMES_MAX = 10_000;

    private static final int CHARACTERS_MAX = 1 << 20;

    private final TextCache<Named> known = new TextCache<>(NAMES_MAX, CHARACTERS_MAX);

    /**
     * Rules of that name.
     *
     * @param rules those that are judged
     * @param areAll whether every name stands for one of them
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

    /** Other rules are judged from now on. */
    void clear() {
        known.clear();
    }
}
