package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.rule.RuleNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the rules that a part of a pane names, each list of names once. For one thread. */
final class NamedRules {

    /** Names come over a topic; beyond so many, all are looked up anew. */
    private static final int NAMES_MAX = 10_000;

    private final Map<RuleNames, Named> known = new HashMap<>();

    /**
     * Rules of that name.
     *
     * @param rules those that are judged
     * @param areAll whether every name stands for one of them
     */
    record Named(List<ActiveRule> rules, boolean areAll) {}

    /** The rules of these names. */
    Named of(RuleNames names, RuleSet among) {
        var found = known.get(names);
        if (found == null) {
            if (known.size() >= NAMES_MAX) {
                known.clear();
            }
            found = find(names.names(), among);
            known.put(names, found);
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
