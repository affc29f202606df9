package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.rule.Measure;
import io.watchllm.processor.core.alert.state.SingleState;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the events of a partition add to the panes of groups, until it is sent on. Single events that are above their
 * bound are kept one by one; those below go nowhere. For one thread.
 */
final class PaneSums {

    private final Map<Slot, Tally> sums = new LinkedHashMap<>();

    private record Slot(ActiveRule rule, Group group, long pane, String one) {}

    void add(ActiveRule rule, Group group, Observation seen) {
        long pane = rule.pane(seen.timeMs());
        if (rule.rule().measure() instanceof Measure.Single) {
            var tally = new Tally();
            tally.add(rule.gauge(), seen);
            if (SingleState.isTold(rule, tally)) {
                sums.put(new Slot(rule, group, pane, seen.eventId() + sums.size()), tally);
            }
            return;
        }
        var slot = new Slot(rule, group, pane, "");
        var tally = sums.get(slot);
        if (tally == null) {
            tally = new Tally();
            sums.put(slot, tally);
        }
        tally.add(rule.gauge(), seen);
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    int size() {
        return sums.size();
    }

    /** Hands out all there is, the panes of a group in the order of time, and begins anew. */
    void drain(Consumer<PaneDelta> target) {
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        (one, other) -> Long.compare(one.pane * one.rule.slideMs(), other.pane * other.rule.slideMs())))
                .forEach(entry -> target.accept(delta(entry.getKey(), entry.getValue())));
        sums.clear();
    }

    private static PaneDelta delta(Slot slot, Tally tally) {
        var rule = slot.rule.rule();
        return new PaneDelta(rule.id(), rule.version(), slot.group, slot.pane, tally);
    }
}
