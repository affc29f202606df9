package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.window.PaneDelta;
import io.watchllm.events.AlertScope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * First alert stage, in the partition of the events. Groups of runs are evaluated at once, because a run is in one
 * partition; for all others only their additions to panes are kept until {@link #drain} sends them on. Not thread-safe.
 */
public final class AlertIntake {

    private final AlertGroups runs;
    private final PaneSums sums = new PaneSums();
    private final Map<AlertScope, Optional<PaneSums.OfGroup>> found = new EnumMap<>(AlertScope.class);

    /**
     * Uses the rules of these groups; {@link #drain} before they change, since parts of removed rules are dropped
     * downstream.
     *
     * @param runs groups of runs
     */
    public AlertIntake(AlertGroups runs) {
        this.runs = runs;
    }

    /** Whether events of this project need step signatures, for loop rules. */
    public boolean comparesSteps(String project) {
        return runs.rules().comparesSteps(project);
    }

    /** Processes one event. */
    public void observe(Observation seen, Moment now, AlertSink sink) {
        var observers = runs.rules().observers(seen.who().project(), seen.kind());
        var run = observers.direct().isEmpty() ? null : ActiveRule.group(AlertScope.run, seen);
        if (run != null) {
            runs.observe(observers.direct(), run, seen, now, sink);
        }
        found.clear();
        for (var sum : observers.sums()) {
            if (sum.counts(seen)) {
                sums(sum.scope(), seen).ifPresent(group -> group.add(sum, seen));
            }
        }
    }

    /** The sums of the event's group in that scope, looked up once per event. */
    private Optional<PaneSums.OfGroup> sums(AlertScope scope, Observation seen) {
        var known = found.get(scope);
        if (known == null) {
            known = Optional.ofNullable(ActiveRule.group(scope, seen)).map(sums::of);
            found.put(scope, known);
        }
        return known;
    }

    /** Number of pane parts that wait to be sent. */
    public int waiting() {
        return sums.size();
    }

    /** Sends what was added to panes since the last time, all parts of a group together. Call before each commit. */
    public void drain(Consumer<List<PaneDelta>> target) {
        sums.drain(target);
    }
}
