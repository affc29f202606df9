package io.watchllm.alerting.group;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.evaluation.SingleState;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.events.AlertScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Rules that measure the same value of the same events in the same panes, whatever their bounds: an event is checked,
 * added and sent once for all of them. A rule on single events has its own sum, since its bound decides what is sent.
 *
 * @param number index among the sums of its project, from 0
 * @param any one of the rules
 * @param names all of them
 */
record PaneSum(int number, ActiveRule any, RuleNames names) {

    /** Maximum rules per sum, because each pane part contains their names. Further rules get another sum. */
    static final int RULES_MAX = 100;

    /**
     * Groups these rules into sums, in their order.
     *
     * @param first number of the first sum; the others follow
     */
    static List<PaneSum> of(int first, List<ActiveRule> rules) {
        var byWhatTheySum = rules.stream().collect(groupingBy(PaneSum::sums, LinkedHashMap::new, toList()));
        var sums = new ArrayList<PaneSum>();
        for (var alike : byWhatTheySum.values()) {
            for (int from = 0; from < alike.size(); from += RULES_MAX) {
                var some = alike.subList(from, Math.min(alike.size(), from + RULES_MAX));
                var names = RuleNames.of(some.stream().map(ActiveRule::rule).toList());
                sums.add(new PaneSum(first + sums.size(), some.getFirst(), names));
            }
        }
        return List.copyOf(sums);
    }

    /** What rules must have in common to share a sum. */
    private static List<Object> sums(ActiveRule rule) {
        var target = rule.rule().target();
        var single = isSingle(rule) ? rule.rule().id() : "";
        return List.of(rule.measurement(), rule.slideMs(), target.scope(), target.filter(), single);
    }

    private static boolean isSingle(ActiveRule rule) {
        return rule.rule().measure() instanceof Measure.Single;
    }

    AlertScope scope() {
        return any.rule().target().scope();
    }

    /** Whether each event is sent separately. */
    boolean isSingle() {
        return isSingle(any);
    }

    /** Whether the event is to be sent. */
    boolean counts(Observation seen) {
        return any.counts(seen) && (!isSingle() || SingleState.isBreach(any, seen));
    }
}
