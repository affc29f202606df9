package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.snapshot.GroupSnapshot;
import io.watchllm.alerting.snapshot.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * States of one group, one for each rule that counted something for it. A store holds the heads of all states as one
 * record, written whenever one changed, and the body of each as a separate record.
 *
 * <p>An idle group is passivated: only its serialized form is kept, and it is restored on next use. Most runs never
 * come back, and their states are dozens of objects each. Not thread-safe.
 */
final class AlertGroupStates {

    /** Prefix of the keys of groups. */
    static final String HEAD = "group|";

    /** Prefix of the keys of bodies. */
    private static final String BODY = "body|";

    private static final SnapshotCodec<GroupSnapshot> CODEC = new SnapshotCodec<>(GroupSnapshot.getClassSchema());

    private final Group group;
    private final List<String> lostBodies = new ArrayList<>(0);
    private List<GroupState> states = new ArrayList<>(1);
    private boolean changed;

    /** The last serialized heads, the same bytes as in the store; null before. */
    private byte @Nullable [] head;

    private @Nullable Passivated passivated;

    /**
     * What is known of states that are only kept serialized.
     *
     * @param overMs event time of the partition until which one is needed
     */
    private record Passivated(int states, long overMs) {}

    AlertGroupStates(Group group) {
        this.group = group;
    }

    /** The group. */
    Group group() {
        return group;
    }

    /** Whether it has no states. */
    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return passivated == null ? states.size() : passivated.states;
    }

    /**
     * Passivates the group if the serialized form is complete: no state has changed since, has a body, or waits for
     * time.
     */
    void passivate() {
        if (changed
                || passivated != null
                || head == null
                || states.stream().anyMatch(state -> state.hasBody() || state.needsTick())) {
            return;
        }
        passivated = new Passivated(
                states.size(),
                states.stream().mapToLong(GroupState::overMs).max().orElse(Long.MIN_VALUE));
        states = List.of();
    }

    boolean isPassivated() {
        return passivated != null;
    }

    /** Whether it is passivated and still needed at this event time of its partition. */
    boolean isPassivatedBeyond(long nowMs) {
        return passivated != null && nowMs <= passivated.overMs;
    }

    /**
     * Activates the group, if it is passivated.
     *
     * @param rules the rules it was passivated with
     * @return number of states that could not be restored; their rules start fresh for this group
     */
    int activate(RuleSet rules) {
        if (passivated == null || head == null) {
            return 0;
        }
        int before = passivated.states;
        passivated = null;
        states = new ArrayList<>(before);
        restore(rules, CODEC.decode(head).getStates(), Map.of(), _ -> {});
        return before - states.size();
    }

    List<GroupState> states() {
        return states;
    }

    /** The state of the rule with this id; null when there is none. */
    @Nullable
    GroupState find(String ruleId) {
        for (var state : states) {
            if (state.rule().rule().id().equals(ruleId)) {
                return state;
            }
        }
        return null;
    }

    GroupState add(ActiveRule rule) {
        var state = GroupState.of(rule, group);
        states.add(state);
        return state;
    }

    /** Removes the matching states and returns them. */
    List<GroupState> removeIf(Predicate<GroupState> over) {
        var gone = states.stream().filter(over).toList();
        states.removeAll(gone);
        gone.stream()
                .filter(GroupState::hasBody)
                .map(state -> bodyKey(state.rule().rule(), group))
                .forEach(lostBodies::add);
        return gone;
    }

    /** Marks the group for serialization; true when it was not marked before. */
    boolean markChanged() {
        boolean news = !changed;
        changed = true;
        return news;
    }

    /**
     * Serializes what changed.
     *
     * @param target receives records by key; null deletes one
     */
    void save(BiConsumer<String, byte @Nullable []> target) {
        changed = false;
        lostBodies.forEach(key -> target.accept(key, null));
        lostBodies.clear();
        for (var state : states) {
            var body = state.takeBody();
            if (body != null) {
                target.accept(bodyKey(state.rule().rule(), group), body);
            }
        }
        head = states.isEmpty()
                ? null
                : CODEC.encode(new GroupSnapshot(
                        group.project(),
                        group.value(),
                        states.stream().map(GroupState::head).toList()));
        target.accept(HEAD + group.key(), head);
    }

    private static String bodyKey(Rule rule, Group group) {
        return BODY + rule.id() + ':' + rule.version() + '|' + group.key();
    }

    /**
     * Restores a group.
     *
     * @param head written by {@link #save}
     * @param bodies all stored bodies by key; those of the group are removed
     * @param problems receives why a state was skipped
     * @throws IllegalArgumentException when the bytes are of an unknown version or invalid
     */
    static AlertGroupStates of(RuleSet rules, byte[] head, Map<String, byte[]> bodies, Consumer<String> problems) {
        var from = CODEC.decode(head);
        var group = new AlertGroupStates(new Group(from.getProjectId(), from.getGroup()));
        group.restore(rules, from.getStates(), bodies, problems);
        group.head = head;
        return group;
    }

    private void restore(
            RuleSet rules, List<StateSnapshot> snapshots, Map<String, byte[]> bodies, Consumer<String> problems) {
        for (var snapshot : snapshots) {
            var rule = rules.find(snapshot.getRuleId(), snapshot.getRuleVersion());
            if (rule == null) {
                // The rule no longer exists in this form, which is no fault; its stored state goes away with the next
                // write.
                changed = true;
                continue;
            }
            try {
                var key = bodyKey(rule.rule(), group);
                var body = bodies.get(key);
                states.add(GroupState.of(rule, group, snapshot, body));
                if (body != null) {
                    bodies.remove(key);
                }
            } catch (IllegalArgumentException foreign) {
                changed = true;
                problems.accept(String.valueOf(foreign.getMessage()));
            }
        }
    }

    boolean isChanged() {
        return changed;
    }
}
