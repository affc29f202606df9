package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.control.RuleKind;
import io.watchllm.validation.TextCache;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rules by what observes or names them, found once per project and per list of names. Not thread-safe. */
final class RuleIndex {

    /** Bounded because projects and names come from topics, and each text may name many rules. */
    private static final int TEXTS_MAX = 10_000;

    private static final int CHARACTERS_MAX = 1 << 20;

    private static final Observers NOBODY = new Observers(List.of(), List.of());

    private final RuleSet all;
    private final TextCache<Project> projects = new TextCache<>(TEXTS_MAX, CHARACTERS_MAX);
    private final TextCache<List<ActiveRule>> named = new TextCache<>(TEXTS_MAX, CHARACTERS_MAX);

    /**
     * The rules that observe a kind of event; their filters must still be checked.
     *
     * @param direct rules evaluated in the partition of the event
     * @param sums sums sent on for the other rules
     */
    record Observers(List<ActiveRule> direct, List<PaneSum> sums) {}

    private record Project(Map<Observation.Kind, Observers> byKind, boolean comparesSteps) {}

    RuleIndex(RuleSet all) {
        this.all = all;
    }

    RuleSet all() {
        return all;
    }

    /** Those of the named rules that are in the set. */
    List<ActiveRule> named(RuleNames names) {
        var known = named.get(names.text());
        if (known == null) {
            known = names.names().stream()
                    .map(name -> all.find(name.id(), name.version()))
                    .filter(Objects::nonNull)
                    .toList();
            named.put(names.text(), known);
        }
        return known;
    }

    Observers observers(String project, Observation.Kind kind) {
        return project(project).byKind.getOrDefault(kind, NOBODY);
    }

    /** Whether a rule looks for loops in the runs of the project. */
    boolean comparesSteps(String project) {
        return project(project).comparesSteps;
    }

    private Project project(String project) {
        var known = projects.get(project);
        if (known == null) {
            known = find(
                    all.rules().stream().filter(rule -> rule.isFor(project)).toList());
            projects.put(project, known);
        }
        return known;
    }

    private static Project find(List<ActiveRule> rules) {
        var byKind = new EnumMap<Observation.Kind, Observers>(Observation.Kind.class);
        int sums = 0;
        for (var kind : Observation.Kind.values()) {
            var sent = new ArrayList<>(rules);
            sent.removeIf(rule -> !rule.kinds().contains(kind));
            var direct = sent.stream().filter(ActiveRule::isDirect).toList();
            sent.removeAll(direct);
            var observers = new Observers(direct, PaneSum.of(sums, sent));
            sums += observers.sums.size();
            byKind.put(kind, observers);
        }
        return new Project(byKind, rules.stream().anyMatch(rule -> rule.rule().kind() == RuleKind.agent_loop));
    }
}
