package io.watchllm.processor.core.alert.stage;

import io.watchllm.events.AlertScope;
import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.alert.window.PaneDelta;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first stage, where the events are: groups of runs are judged at once, for a run is in one partition; for all
 * others only what they add to their panes is kept, until {@link #drain} sends it on. For one thread.
 */
public final class AlertIntake {

    private final AlertGroups runs;
    private final PaneSums sums = new PaneSums();
    private final Map<AlertScope, Optional<PaneSums.OfGroup>> found = new EnumMap<>(AlertScope.class);
    private RuleIndex index;

    /**
     * For these rules.
     *
     * @param runs groups of runs; takes over the same rules
     */
    public AlertIntake(RuleSet rules, AlertGroups runs) {
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
        var looking = index.find(seen.who().project(), seen.kind());
        var run = looking.direct().isEmpty() ? null : ActiveRule.group(AlertScope.run, seen);
        if (run != null) {
            runs.observe(looking.direct(), run, seen, now, sink);
        }
        found.clear();
        for (var sum : looking.sums()) {
            if (sum.counts(seen)) {
                sums(sum.scope(), seen).ifPresent(group -> group.add(sum, seen));
            }
        }
    }

    /** The sums of the event's group of that scope, looked for once for an event. */
    private Optional<PaneSums.OfGroup> sums(AlertScope scope, Observation seen) {
        var known = found.get(scope);
        if (known == null) {
            known = Optional.ofNullable(ActiveRule.group(scope, seen)).map(sums::of);
            found.put(scope, known);
        }
        return known;
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
