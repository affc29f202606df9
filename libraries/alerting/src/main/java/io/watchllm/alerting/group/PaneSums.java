package io.watchllm.alerting.group;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.PaneDelta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Additions of a partition's events to the panes of groups, until they are sent. Single events above their bound are
 * kept one by one. Not thread-safe.
 */
final class PaneSums {

    private static final Comparator<Part> BY_TIME =
            Comparator.comparingLong(part -> part.pane * part.sum.any().slideMs());

    private final Map<Group, OfGroup> groups = new LinkedHashMap<>();
    private int size;

    /** Key of a part of a group: number of a sum, and of a pane. */
    private record Slot(int sum, long pane) {}

    private record Part(PaneSum sum, long pane, Accumulator added) {}

    /** Additions of one group: an index and the full list. Valid until the next drain. */
    final class OfGroup {
        private final Map<Slot, Part> bySlot = new HashMap<>();
        private final List<Part> parts = new ArrayList<>();

        /** For each sum, by number, the part that was added to last, which is nearly always the one needed. */
        private @Nullable Part[] latest = new Part[0];

        /** Adds a matching event. */
        void add(PaneSum sum, Observation seen) {
            long pane = sum.any().pane(seen.timeMs());
            var part = sum.isSingle() ? begin(sum, pane) : part(sum, pane);
            part.added.add(sum.any().measurement(), seen);
        }

        private Part part(PaneSum sum, long pane) {
            int number = sum.number();
            if (number >= latest.length) {
                latest = Arrays.copyOf(latest, Math.max(number + 1, 2 * latest.length));
            }
            var known = latest[number];
            if (known != null && known.pane == pane) {
                return known;
            }
            var found = bySlot.computeIfAbsent(new Slot(number, pane), _ -> begin(sum, pane));
            latest[number] = found;
            return found;
        }

        private Part begin(PaneSum sum, long pane) {
            var part = new Part(sum, pane, new Accumulator());
            parts.add(part);
            size++;
            return part;
        }
    }

    /** The additions of the group; add to them at once, since each group that is drained must have a part. */
    OfGroup of(Group group) {
        return groups.computeIfAbsent(group, _ -> new OfGroup());
    }

    int size() {
        return size;
    }

    /** Emits all parts, group by group, the panes of each in time order, and resets. */
    void drain(Consumer<List<PaneDelta>> target) {
        groups.forEach((group, sums) -> {
            sums.parts.sort(BY_TIME);
            target.accept(sums.parts.stream()
                    .map(part -> new PaneDelta(part.sum.names(), group, part.pane, part.added))
                    .toList());
        });
        groups.clear();
        size = 0;
    }
}
