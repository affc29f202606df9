package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rules look at the events of a project, worked out once for each project. For one thread. */
final class RuleIndex {

    /** Projects come from outside; beyond so many, all is worked out anew. */
    private static final int PROJECTS_MAX = 10_000;

    private final RuleSet rules;
    private final Map<String, Entry> projects = new HashMap<>();

    private record Entry(Map<Observation.Kind, List<ActiveRule>> byKind, boolean comparesSteps) {}

    RuleIndex(RuleSet rules) {
        this.rules = rules;
    }

    List<ActiveRule> find(String project, Observation.Kind kind) {
        return entry(project).byKind.getOrDefault(kind, List.of());
    }

    boolean comparesSteps(String project) {
        return entry(project).comparesSteps;
    }

    private Entry entry(String project) {
        var known = projects.get(project);
        if (known != null) {
            return known;
        }
        if (projects.size() >= PROJECTS_MAX) {
            projects.clear();
        }
        var byKind = new EnumMap<Observation.Kind, List<ActiveRule>>(Observation.Kind.class);
        for (var kind : Observation.Kind.values()) {
            byKind.put(kind, rules.of(project, kind));
        }
        var made = new Entry(byKind, rules.comparesSteps(project));
        projects.put(project, made);
        return made;
    }
}
