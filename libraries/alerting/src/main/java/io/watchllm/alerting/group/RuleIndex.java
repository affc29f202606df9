package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.model.Observation;
import io.watchllm.validation.TextCache;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rules that observe the events of a project, computed once per project. Not thread-safe. */
final class RuleIndex {

    private static final int PROJECTS_MAX = 10_000;
    private static final int CHARACTERS_MAX = 1 << 20;

    private final RuleSet rules;
    private final TextCache<Entry> projects = new TextCache<>(PROJECTS_MAX, CHARACTERS_MAX);

    /**
     * The rules that observe a kind of event; their filters must still be checked.
     *
     * @param direct rules evaluated in the partition of the event
     * @param sums sums sent on for the other rules
     */
    record Looking(List<ActiveRule> direct, List<PaneSum> sums) {

        static Looking of(List<ActiveRule> rules, int firstSum) {
            return new Looking(
                    rules.stream().filter(ActiveRule::isDirect).toList(),
                    PaneSum.of(
                            firstSum,
                            rules.stream().filter(rule -> !rule.isDirect()).toList()));
        }
    }

    private static final Looking NOBODY = new Looking(List.of(), List.of());

    private record Entry(Map<Observation.Kind, Looking> byKind, boolean comparesSteps) {}

    RuleIndex(RuleSet rules) {
        this.rules = rules;
    }

    Looking find(String project, Observation.Kind kind) {
        return entry(project).byKind.getOrDefault(kind, NOBODY);
    }

    boolean comparesSteps(String project) {
        return entry(project).comparesSteps;
    }

    private Entry entry(String project) {
        var known = projects.get(project);
        if (known != null) {
            return known;
        }
        var byKind = new EnumMap<Observation.Kind, Looking>(Observation.Kind.class);
        int sums = 0;
        for (var kind : Observation.Kind.values()) {
            var looking = Looking.of(rules.of(project, kind), sums);
            sums += looking.sums.size();
            byKind.put(kind, looking);
        }
        var made = new Entry(byKind, rules.comparesSteps(project));
        projects.put(project, made);
        return made;
    }
}
