package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.evaluation.SingleState;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Filter;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.window.Measurement;
import io.watchllm.events.AlertScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Rules that measure the same value of the same events in the same panes, whatever their bounds: an event is checked,
 * added and sent once for all of them. A rule on single events has its own sum, since its bound decides what is sent.
 */
final class PaneSum {

    /** Maximum rules per sum, because each pane part contains their names. Further rules get another sum. */
    static final int RULES_MAX = 100;

    private final int number;
    private final ActiveRule any;
    private final RuleNames names;
    private final boolean single;

    private record Way(Measurement gauge, long slideMs, AlertScope scope, Filter filter, String single) {

        static Way of(ActiveRule rule) {
            var target = rule.rule().target();
            return new Way(
                    rule.gauge(),
                    rule.slideMs(),
                    target.scope(),
                    target.filter(),
                    isSingle(rule) ? rule.rule().id() : "");
        }
    }

    private PaneSum(int number, List<ActiveRule> rules) {
        this.number = number;
        any = rules.getFirst();
        names = RuleNames.of(rules.stream().map(ActiveRule::rule).toList());
        single = isSingle(any);
    }

    /**
     * Groups these rules into sums, in their order.
     *
     * @param first number of the first sum; the others follow
     */
    static List<PaneSum> of(int first, List<ActiveRule> rules) {
        var byWay = new LinkedHashMap<Way, List<ActiveRule>>();
        rules.forEach(rule ->
                byWay.computeIfAbsent(Way.of(rule), _ -> new ArrayList<>()).add(rule));
        var sums = new ArrayList<PaneSum>();
        for (var alike : byWay.values()) {
            for (int from = 0; from < alike.size(); from += RULES_MAX) {
                var some = alike.subList(from, Math.min(alike.size(), from + RULES_MAX));
                sums.add(new PaneSum(first + sums.size(), some));
            }
        }
        return List.copyOf(sums);
    }

    private static boolean isSingle(ActiveRule rule) {
        return rule.rule().measure() instanceof Measure.Single;
    }

    /** Index among the sums of its project, from 0. */
    int number() {
        return number;
    }

    AlertScope scope() {
        return any.rule().target().scope();
    }

    Measurement gauge() {
        return any.gauge();
    }

    RuleNames names() {
        return names;
    }

    /** Whether each event is sent separately. */
    boolean isSingle() {
        return single;
    }

    /** Whether the event is to be sent. */
    boolean counts(Observation seen) {
        return any.counts(seen) && (!single || SingleState.isBreach(any, seen));
    }

    long pane(Observation seen) {
        return any.pane(seen.timeMs());
    }

    /** Start time of the pane. */
    long startMs(long pane) {
        return pane * any.slideMs();
    }
}
