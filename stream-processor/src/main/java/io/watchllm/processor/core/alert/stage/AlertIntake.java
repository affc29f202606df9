package io.watchllm.processor.core.alert.stage;

import io.watchllm.events.AlertScope;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Moment;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first stage, where the events are: groups of runs are judged at once, for a run is in one partition; for all
 * others only what they add to their panes is kept, until {@link #drain} sends it on. For one thread.
 */
public final class AlertIntake {

    private final GroupBook runs;
    private final PaneSums sums = new PaneSums();
    private final Map<AlertScope, Optional<Group>> groups = new EnumMap<>(AlertScope.class);
    private RuleIndex index;

    /**
     * For these rules.
     *
     * @param runs groups of runs; takes over the same rules
     */
    public AlertIntake(RuleSet rules, GroupBook runs) {
        this.runs = runs;
        index = new RuleIndex(rules);
    }

    /** Takes over other rules. Drain before: sums of rules that are no more are left out behind. */
    public void use(RuleSet next) {
        index = new RuleIndex(next);
        runs.use(next);
    }

    /** Whether what was done must be known of the events of this project, for loops. */
    public boolean comparesSteps(String project) {
        return index.comparesSteps(project);
    }

    /** One event. */
    public void observe(Observation seen, Moment now, AlertSink sink) {
        groups.clear();
        for (var rule : index.find(seen.who().project(), seen.kind())) {
            if (rule.rule().target().filter().matches(seen) && Tally.counts(rule.gauge(), seen)) {
                var group = group(rule, seen);
                if (group == null) {
                    continue;
                }
                if (rule.isDirect()) {
                    runs.observe(rule, group, seen, now, sink);
                } else {
                    sums.add(rule, group, seen);
                }
            }
        }
    }

    /** The group of the rule's scope, made once for an event. */
    private @Nullable Group group(ActiveRule rule, Observation seen) {
        var scope = rule.rule().target().scope();
        var known = groups.get(scope);
        if (known == null) {
            known = Optional.ofNullable(rule.group(seen));
            groups.put(scope, known);
        }
        return known.orElse(null);
    }

    /** Whether there is something to send on. */
    public boolean isEmpty() {
        return sums.isEmpty();
    }

    /** Parts of panes that wait to be sent on. */
    public int waiting() {
        return sums.size();
    }

    /**
     * Sends on what was added to panes since the last time, all parts of a group at once. To be done before each
     * commit.
     */
    public void drain(Consumer<List<PaneDelta>> target) {
        sums.drain(target);
    }
}
