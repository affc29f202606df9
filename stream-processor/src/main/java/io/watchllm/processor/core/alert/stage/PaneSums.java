package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.rule.Measure;
import io.watchllm.processor.core.alert.state.SingleState;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the events of a partition add to the panes of groups, until it is sent on. Single events that are above their
 * bound are kept one by one; those below go nowhere. For one thread.
 */
final class PaneSums {

    private static final Comparator<Part> BY_TIME =
            Comparator.comparingLong(part -> part.slot.pane * part.slot.rule.slideMs());

    private final Map<Group, Sums> groups = new LinkedHashMap<>();
    private int size;

    private record Slot(ActiveRule rule, long pane) {}

    private record Part(Slot slot, Tally tally) {}

    /** Those of one group: sums to find them by, and all parts there are. */
    private record Sums(Map<Slot, Tally> bySlot, List<Part> parts) {}

    void add(ActiveRule rule, Group group, Observation seen) {
        var slot = new Slot(rule, rule.pane(seen.timeMs()));
        if (rule.rule().measure() instanceof Measure.Single) {
            var one = new Tally();
            one.add(rule.gauge(), seen);
            if (SingleState.isTold(rule, one)) {
                put(sums(group), slot, one);
            }
            return;
        }
        var sums = sums(group);
        var tally = sums.bySlot.get(slot);
        if (tally == null) {
            tally = new Tally();
            sums.bySlot.put(slot, tally);
            put(sums, slot, tally);
        }
        tally.add(rule.gauge(), seen);
    }

    private Sums sums(Group group) {
        var known = groups.get(group);
        if (known != null) {
            return known;
        }
        var made = new Sums(new HashMap<>(), new ArrayList<>());
        groups.put(group, made);
        return made;
    }

    private void put(Sums sums, Slot slot, Tally tally) {
        sums.parts.add(new Part(slot, tally));
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Hands out all there is, group by group, the panes of each in the order of time, and begins anew. */
    void drain(Consumer<List<PaneDelta>> target) {
        groups.forEach((group, sums) -> {
            sums.parts.sort(BY_TIME);
            target.accept(sums.parts.stream().map(part -> delta(group, part)).toList());
        });
        groups.clear();
        size = 0;
    }

    private static PaneDelta delta(Group group, Part part) {
        var rule = part.slot.rule.rule();
        return new PaneDelta(rule.id(), rule.version(), group, part.slot.pane, part.tally);
    }
}
