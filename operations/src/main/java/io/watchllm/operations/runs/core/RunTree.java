package io.watchllm.operations.runs.core;

import io.watchllm.operations.runs.core.RunEvent.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run as a tree: by spans where there are any, a nested tool call under its event, and everything else
 * at the root. Among siblings, steps are sorted by number, and other events are placed between them by time. Every
 * event is in the tree exactly once, whatever its spans say.
 *
 * @param roots events without a parent, and those whose parent is missing
 * @param totals sums of all events
 */
public record RunTree(List<Node> roots, RunTotals totals) {
    /** Maximum depth; deeper events become siblings of their parents. */
    public static final int DEPTH_MAX = 64;

    private static final Comparator<RunEvent> BY_TIME =
            Comparator.comparing((RunEvent event) -> event.place().time()).thenComparing(RunEvent::id);
    private static final Comparator<RunEvent> BY_NUMBER =
            Comparator.comparingInt(RunTree::number).thenComparing(BY_TIME);

    /**
     * An event with its children.
     *
     * @param event the event
     * @param children its children, in order
     * @param parentUnknown whether it names a parent that is not in the run
     */
    public record Node(RunEvent event, List<Node> children, boolean parentUnknown) {}

    /**
     * Builds the tree.
     *
     * @param events rows of the table events, one per event; events and calls together have at least one row
     * @param calls rows of the table tool_calls
     */
    public static RunTree of(List<RunEvent> events, List<RunEvent> calls) {
        return new Building(events, calls).tree();
    }

    /**
     * Builder of one tree. Events are identified by their indexes in a list, since nested calls have the ids of their
     * events.
     */
    private static final class Building {
        private static final int NONE = -1;

        private final List<RunEvent> all = new ArrayList<>();
        private final Map<String, Integer> bySpan = new HashMap<>();
        private final int[] parents;
        private final boolean[] unknown;
        private final Map<Integer, List<Integer>> children = new HashMap<>();

        Building(List<RunEvent> events, List<RunEvent> calls) {
            all.addAll(events);
            var byId = new HashMap<String, Integer>();
            IntStream.range(0, events.size())
                    .forEach(event -> byId.put(events.get(event).id(), event));
            for (var call : calls) {
                var owner = byId.get(call.id());
                if (owner == null || events.get(owner).kind() != Kind.TOOL) {
                    all.add(call);
                }
            }
            // Several events may have one span, such as a call and its error: the one of the widest kind becomes the
            // parent.
            IntStream.range(0, events.size())
                    .boxed()
                    .filter(event -> events.get(event).place().spanId() != null)
                    .sorted(Comparator.comparing(
                                    (Integer event) -> events.get(event).kind())
                            .thenComparing(events::get, BY_TIME))
                    .forEach(event -> bySpan.putIfAbsent(
                            String.valueOf(events.get(event).place().spanId()), event));
            parents = new int[all.size()];
            unknown = new boolean[all.size()];
            for (var event = 0; event < all.size(); event++) {
                parents[event] = event < events.size() ? parent(event) : owner(event, byId);
            }
            cutCircles();
            for (var event = 0; event < all.size(); event++) {
                children.computeIfAbsent(parents[event], any -> new ArrayList<>())
                        .add(event);
            }
        }

        RunTree tree() {
            return new RunTree(nodes(below(NONE), 1), RunTotals.of(all));
        }

        private int owner(int call, Map<String, Integer> byId) {
            int owner = byId.getOrDefault(all.get(call).id(), NONE);
            unknown[call] = owner == NONE;
            return owner;
        }

        private int parent(int event) {
            var place = all.get(event).place();
            var owner = holder(place.spanId());
            if (owner != NONE && owner != event) {
                return owner;
            }
            var parent = holder(place.parentSpanId());
            unknown[event] = place.parentSpanId() != null && (parent == NONE || parent == event);
            return parent == event ? NONE : parent;
        }

        private int holder(@Nullable String span) {
            return span == null ? NONE : bySpan.getOrDefault(span, NONE);
        }

        /** Detaches one event of each cycle, so that every event is below a root. */
        private void cutCircles() {
            var done = new BitSet();
            for (var event = 0; event < all.size(); event++) {
                var path = new BitSet();
                for (var at = event; at != NONE && !done.get(at); at = parents[at]) {
                    if (path.get(at)) {
                        parents[at] = NONE;
                        unknown[at] = true;
                        break;
                    }
                    path.set(at);
                }
                done.or(path);
            }
        }

        private List<Node> nodes(List<Integer> beside, int depth) {
            var placed = depth < DEPTH_MAX ? beside : withAllBelow(beside);
            var nodes = new ArrayList<Node>();
            for (var event : inOrder(placed)) {
                var below = depth < DEPTH_MAX ? nodes(below(event), depth + 1) : List.<Node>of();
                nodes.add(new Node(all.get(event), below, unknown[event]));
            }
            return List.copyOf(nodes);
        }

        private List<Integer> below(int event) {
            return children.getOrDefault(event, List.of());
        }

        private List<Integer> withAllBelow(List<Integer> beside) {
            var found = new ArrayList<Integer>();
            var open = new ArrayDeque<>(beside);
            while (!open.isEmpty()) {
                var event = open.removeFirst();
                found.add(event);
                open.addAll(below(event));
            }
            return found;
        }

        /** Steps by number; before each step the other events that began earlier, by time. */
        private List<Integer> inOrder(List<Integer> beside) {
            var others = new ArrayDeque<>(beside.stream()
                    .filter(event -> all.get(event).kind() != Kind.STEP)
                    .sorted(Comparator.comparing(all::get, BY_TIME))
                    .toList());
            var steps = beside.stream()
                    .filter(event -> all.get(event).kind() == Kind.STEP)
                    .sorted(Comparator.comparing(all::get, BY_NUMBER))
                    .toList();
            var ordered = new ArrayList<Integer>();
            for (var step : steps) {
                var time = all.get(step).place().time();
                while (!others.isEmpty()
                        && all.get(others.getFirst()).place().time().isBefore(time)) {
                    ordered.add(others.removeFirst());
                }
                ordered.add(step);
            }
            ordered.addAll(others);
            return ordered;
        }
    }

    private static int number(RunEvent event) {
        var step = event.place().step();
        return step == null ? Integer.MAX_VALUE : step;
    }
}
