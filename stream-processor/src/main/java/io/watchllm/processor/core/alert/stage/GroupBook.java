package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Moment;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.state.GroupState;
import io.watchllm.processor.core.alert.window.PaneDelta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one partition: finds the state of each, wakes those that wait for time, forgets those whose time is
 * over, and holds to a bound for each rule. What changed is remembered, for a store to write. For one thread.
 */
public final class GroupBook {

    /** Looks at each tick at so many groups of a rule whose time may be over. */
    private static final int FORGOTTEN_AT_ONCE_MAX = 1_000;

    /**
     * A group is kept so much longer than it matters. Whether an event finds it as it was is decided by the time of the
     * event; were it by when it was forgotten, an event that is a bit late would find this or that.
     */
    static final long KEPT_MS = Duration.ofMinutes(10).toMillis();

    private final int groupsMax;
    private final Map<String, RuleGroups> byRule = new HashMap<>();
    private final Set<GroupState> ticking = new LinkedHashSet<>();
    private List<Change> changes = new ArrayList<>();
    private long displaced;
    private RuleSet rules;

    /** What a store is to do. */
    public sealed interface Change {
        /** The state it is about. */
        GroupState state();
    }

    /** The state is another: its bytes are to be written. */
    public record Changed(GroupState state) implements Change {}

    /** The state is no more. */
    public record Gone(GroupState state) implements Change {}

    private record RuleGroups(ActiveRule rule, SequencedMap<Group, GroupState> states) {}

    /**
     * Without any group.
     *
     * @param groupsMax most groups of a rule; when there are more, the one that was longest without an event is
     *     forgotten, and counted
     */
    public GroupBook(RuleSet rules, int groupsMax) {
        this.rules = rules;
        this.groupsMax = groupsMax;
    }

    /** Takes over other rules. Groups of rules that are not among them, as they were, are forgotten. */
    public void use(RuleSet next) {
        rules = next;
        var ended = byRule.values().stream()
                .filter(groups -> next.same(groups.rule) == null)
                .toList();
        for (var groups : ended) {
            groups.states.values().forEach(this::leave);
            byRule.remove(groups.rule.rule().id());
        }
    }

    /** An event of a group. */
    void observe(ActiveRule rule, Group group, Observation seen, Moment now, AlertSink sink) {
        var state = state(rule, group, seen.timeMs());
        state.observe(seen, now, sink);
        changed(state);
    }

    /** A part of a pane; that of a rule which is no more is left out. */
    public void merge(PaneDelta delta, Moment now, AlertSink sink) {
        var rule = rules.find(delta.ruleId(), delta.ruleVersion());
        if (rule != null) {
            var state = state(rule, delta.group(), delta.tally().lastMs());
            state.merge(delta.pane(), delta.tally(), now, sink);
            changed(state);
        }
    }

    /** Time passed: at least once a second. */
    public void tick(Moment now, AlertSink sink) {
        for (var state : new ArrayList<>(ticking)) {
            state.tick(now, sink);
            changed(state);
        }
        for (var groups : byRule.values()) {
            forget(groups, now);
        }
    }

    private void forget(RuleGroups groups, Moment now) {
        var oldestFirst = groups.states.values().iterator();
        for (int looked = 0; looked < FORGOTTEN_AT_ONCE_MAX && oldestFirst.hasNext(); looked++) {
            var state = oldestFirst.next();
            if (!state.isOver(state.timeMs(now) - KEPT_MS)) {
                return;
            }
            oldestFirst.remove();
            leave(state);
        }
    }

    /** The state as an event of this time finds it. */
    private GroupState state(ActiveRule rule, Group group, long timeMs) {
        var states = states(rule);
        var known = states.get(group);
        if (known != null && !known.isOver(timeMs)) {
            return known;
        }
        if (known != null) {
            states.remove(group);
            leave(known);
        }
        var state = GroupState.of(rule, group);
        put(states, state);
        return state;
    }

    private SequencedMap<Group, GroupState> states(ActiveRule rule) {
        var groups = byRule.get(rule.rule().id());
        if (groups == null) {
            groups = new RuleGroups(rule, new LinkedHashMap<>(16, 0.75f, true));
            byRule.put(rule.rule().id(), groups);
        }
        return groups.states;
    }

    private void put(SequencedMap<Group, GroupState> states, GroupState state) {
        states.put(state.group(), state);
        if (states.size() > groupsMax) {
            var eldest = states.pollFirstEntry();
            if (eldest != null) {
                displaced++;
                leave(eldest.getValue());
            }
        }
    }

    private void leave(GroupState state) {
        ticking.remove(state);
        changes.add(new Gone(state));
    }

    private void changed(GroupState state) {
        if (state.markChanged()) {
            changes.add(new Changed(state));
        }
        boolean waits = state.needsTick();
        if (state.markTicking(waits)) {
            if (waits) {
                ticking.add(state);
            } else {
                ticking.remove(state);
            }
        }
    }

    /**
     * A state out of the store; call it for all of them before the first event.
     *
     * @return false when its rule is no more as it was; the store may then forget it
     */
    public boolean restore(StateKey key, byte[] bytes) {
        var rule = rules.find(key.ruleId(), key.ruleVersion());
        if (rule == null) {
            return false;
        }
        var state = GroupState.of(rule, key.group(), bytes);
        put(states(rule), state);
        if (state.needsTick() && state.markTicking(true)) {
            ticking.add(state);
        }
        return true;
    }

    /** What changed since the last time this was asked; later changes of the same state come later. */
    public List<Change> takeChanges() {
        var taken = changes;
        changes = new ArrayList<>();
        taken.forEach(change -> change.state().markStored());
        return taken;
    }

    /** Groups that were forgotten before their time, since the rule had too many. */
    public long displaced() {
        return displaced;
    }

    /** Groups that there are. */
    public int size() {
        return byRule.values().stream().mapToInt(groups -> groups.states.size()).sum();
    }

    /** The state of a group; null when nothing is known of it. */
    public @Nullable GroupState find(StateKey key) {
        var groups = byRule.get(key.ruleId());
        return groups == null || groups.rule.rule().version() != key.ruleVersion()
                ? null
                : groups.states.get(key.group());
    }
}
