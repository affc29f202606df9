package io.watchllm.processor.core.alert.stage;

import io.watchllm.control.RuleKind;
import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.alert.rule.Rule;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that are switched on. Never changes: with a change of rules comes a new set. */
public final class RuleSet {

    private final List<ActiveRule> rules;
    private final Map<String, ActiveRule> byId = new HashMap<>();

    private RuleSet(List<ActiveRule> rules) {
        this.rules = rules;
        rules.forEach(rule -> byId.put(rule.rule().id(), rule));
    }

    /** Of these rules those that are switched on; of an id there must be one. */
    public static RuleSet of(Collection<Rule> rules) {
        return new RuleSet(rules.stream()
                .filter(Rule::enabled)
                .sorted(Comparator.comparing(Rule::id))
                .map(ActiveRule::new)
                .toList());
    }

    /** All of them, by id. */
    public List<ActiveRule> rules() {
        return rules;
    }

    /** The rule of this id and version; null when there is none any more. */
    public @Nullable ActiveRule find(String id, int version) {
        var rule = byId.get(id);
        return rule == null || rule.rule().version() != version ? null : rule;
    }

    /** The rule itself, or one that is equal to it; null when there is none any more. */
    @Nullable
    ActiveRule same(ActiveRule rule) {
        var found = byId.get(rule.rule().id());
        return found != null && found.rule().equals(rule.rule()) ? found : null;
    }

    /** The rules that look at such events of the project; their filters are still to be asked. */
    List<ActiveRule> of(String project, Observation.Kind kind) {
        return rules.stream()
                .filter(rule -> rule.isFor(project) && rule.kinds().contains(kind))
                .toList();
    }

    boolean comparesSteps(String project) {
        return rules.stream().anyMatch(rule -> rule.rule().kind() == RuleKind.agent_loop && rule.isFor(project));
    }
}
