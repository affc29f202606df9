package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.rule.Rule;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Set of the enabled rules. Immutable: a change of rules creates a new set. */
public final class RuleSet {

    private final List<ActiveRule> rules;
    private final Map<String, ActiveRule> byId = new HashMap<>();

    private RuleSet(List<ActiveRule> rules) {
        this.rules = rules;
        rules.forEach(rule -> byId.put(rule.rule().id(), rule));
    }

    /** The enabled ones of these rules, whose ids must be unique. */
    public static RuleSet of(Collection<Rule> rules) {
        return new RuleSet(rules.stream()
                .filter(Rule::enabled)
                .sorted(Comparator.comparing(Rule::id))
                .map(ActiveRule::new)
                .toList());
    }

    /** All rules, by id. */
    public List<ActiveRule> rules() {
        return rules;
    }

    /** The rule with this id and version, or null. */
    public @Nullable ActiveRule find(String id, int version) {
        var rule = byId.get(id);
        return rule == null || rule.rule().version() != version ? null : rule;
    }

    /** The same or an equal rule, or null. */
    @Nullable
    ActiveRule same(ActiveRule rule) {
        var found = byId.get(rule.rule().id());
        return found != null && found.rule().equals(rule.rule()) ? found : null;
    }
}
