package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.alert.rule.RuleNames;
import io.watchllm.processor.core.alert.state.GroupState;
import io.watchllm.processor.core.alert.window.PaneDelta;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one partition: finds the states of each, wakes those that wait for time, forgets those whose time is
 * over, and holds to a bound. What changed is remembered, for a store to write. For one thread.
 */
public final class AlertGroups {

    /**
     * A state is kept so much longer than it matters. Whether an event finds it as it was is decided by the time of the
     * event; were it by when it was forgotten, an event that is a bit late would find this or that.
     */
    static final long KEPT_MS = Duration.ofMinutes(10).toMillis();

    /** Each tick looks at so many groups whose states may be over, or at this part of them, so that all have a turn. */
    private static final int SWEPT_AT_ONCE = 1_000;

    private static final int SWEEPS = 60;

    private final int groupsMax;
    private final SequencedMap<Group, AlertGroupStates> groups = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<GroupState, AlertGroupStates> ticking = new LinkedHashMap<>();
    private final Deque<AlertGroupStates> sweep = new ArrayDeque<>();
    private final NamedRules named = new NamedRules();
    private List<AlertGroupStates> changes = new ArrayList<>();

    /** Put down the last time; those that did not change since may rest. */
    private List<AlertGroupStates> putDown = new ArrayList<>();

    private int states;
    private long displaced;
    private long lost;
    private RuleSet rules;

    /**
     * Without any group.
     *
     * @param groupsMax most groups; when there are more, the one that was longest without an event is forgotten, and
     *     counted
     */
    public AlertGroups(RuleSet rules, int groupsMax) {
        this.rules = rules;
        this.groupsMax = groupsMax;
    }

    /** Takes over other rules. States of rules that are not among them, as they were, are forgotten. */
    public void use(RuleSet next) {
        var all = List.copyOf(groups.values());
        // By the rules that they know, for a rule of the same name may be another one by now.
        all.forEach(this::rouse);
        rules = next;
        named.clear();
        all.forEach(group -> forget(group, state -> next.same(state.rule()) == null));
        putDown = new ArrayList<>(all);
    }

    /** Whether all these rules are among those that are judged. */
    public boolean knows(RuleNames names) {
        return named.of(names, rules).areAll();
    }

    /** An event of a group, for each of these rules that count it. */
    void observe(List<ActiveRule> counting, Group group, Observation seen, Moment now, AlertSink sink) {
        AlertGroupStates known = null;
        for (var rule : counting) {
            if (rule.counts(seen)) {
                known = known == null ? group(group) : known;
                var state = state(known, rule, seen.timeMs());
                known = act(known, state, sink, () -> state.observe(seen, now, sink));
            }
        }
    }

    /**
     * One rule acts on one group: whatever it throws ends that state and nothing else.
     *
     * @return the group; null when it is to be looked up anew, since it may have been forgotten with its last state
     */
    private @Nullable AlertGroupStates act(AlertGroupStates group, GroupState state, AlertSink sink, Runnable action) {
        try {
            action.run();
            changed(group, state);
            return group;
        } catch (RuntimeException failure) {
            forget(group, known -> known == state);
            sink.failed(state.rule().rule(), failure);
            return null;
        }
    }

    /** A part of a pane, for each of its rules; one that is no more is left out. */
    public void merge(PaneDelta delta, Moment now, AlertSink sink) {
        AlertGroupStates known = null;
        for (var rule : named.of(delta.rules(), rules).rules()) {
            known = known == null ? group(delta.group()) : known;
            var state = state(known, rule, delta.tally().lastMs());
            known = act(known, state, sink, () -> state.merge(delta.pane(), delta.tally(), now, sink));
        }
    }

    /** Whether a group waits for time. */
    public boolean isWaiting() {
        return !ticking.isEmpty();
    }

    /**
     * Milliseconds until a tick can change something; asks each group that waits, {@link Long#MAX_VALUE} without one.
     */
    public long waitMs(Moment now) {
        return ticking.keySet().stream()
                .mapToLong(state -> state.waitMs(now))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Time passed. To be called once a second while events come, and when {@link #waitMs} is over. */
    public void tick(Moment now, AlertSink sink) {
        for (var entry : List.copyOf(ticking.entrySet())) {
            var state = entry.getKey();
            var _ = act(entry.getValue(), state, sink, () -> state.tick(now, sink));
        }
        int turns = Math.min(sweep.size(), Math.max(SWEPT_AT_ONCE, sweep.size() / SWEEPS));
        for (int turn = 0; turn < turns; turn++) {
            var group = sweep.removeFirst();
            if (!group.restsBeyond(now.eventMs() - KEPT_MS)) {
                forget(group, state -> state.isOver(state.timeMs(now) - KEPT_MS));
            }
            if (!group.isEmpty()) {
                sweep.addLast(group);
            }
        }
    }

    /** Forgets those states of the group, and the group when it has no other. */
    private void forget(AlertGroupStates group, Predicate<GroupState> over) {
        rouse(group);
        var gone = group.removeIf(over);
        if (gone.isEmpty()) {
            return;
        }
        states -= gone.size();
        gone.forEach(ticking::remove);
        if (group.isEmpty()) {
            groups.remove(group.group(), group);
        }
        changed(group);
    }

    private @Nullable AlertGroupStates known(Group group) {
        var known = groups.get(group);
        if (known != null) {
            rouse(known);
        }
        return known;
    }

    private void rouse(AlertGroupStates group) {
        int gone = group.rouse(rules);
        states -= gone;
        lost += gone;
    }

    private AlertGroupStates group(Group group) {
        var known = known(group);
        if (known != null) {
            return known;
        }
        var made = new AlertGroupStates(group);
        put(made);
        return made;
    }

    private void put(AlertGroupStates group) {
        groups.put(group.group(), group);
        sweep.addLast(group);
        if (groups.size() > groupsMax) {
            displaced++;
            forget(groups.firstEntry().getValue(), _ -> true);
        }
    }

    /** The state as an event of this time finds it. */
    private GroupState state(AlertGroupStates group, ActiveRule rule, long timeMs) {
        var known = group.find(rule);
        if (known != null && !known.isOver(timeMs)) {
            return known;
        }
        if (known != null) {
            states -= group.removeIf(state -> state == known).size();
            ticking.remove(known);
        }
        states++;
        return group.add(rule);
    }

    private void changed(AlertGroupStates group, GroupState state) {
        changed(group);
        wake(group, state);
    }

    /** Takes note of whether the state waits for time. */
    private void wake(AlertGroupStates group, GroupState state) {
        boolean waits = state.needsTick();
        if (state.markTicking(waits)) {
            if (waits) {
                ticking.put(state, group);
            } else {
                ticking.remove(state);
            }
        }
    }

    private void changed(AlertGroupStates group) {
        if (group.markChanged()) {
            changes.add(group);
        }
    }

    /**
     * A group out of the store; call it for all of them before the first event. States whose rule is no more as it was
     * are left out.
     *
     * @param bodies of all states; those that belong to the group are taken out
     * @return why states were left out whose rule is there
     * @throws IllegalArgumentException when the bytes are of another form, or none
     */
    public List<String> restore(byte[] head, Map<StateKey, byte[]> bodies) {
        var problems = new ArrayList<String>();
        var group = AlertGroupStates.read(rules, head, bodies, problems);
        if (group.isChanged()) {
            changes.add(group);
        }
        if (!group.isEmpty()) {
            states += group.size();
            put(group);
            group.states().forEach(state -> wake(group, state));
            putDown.add(group);
        }
        return problems;
    }

    /**
     * The groups that changed since the last time this was asked, those that are no more among them. Those of the last
     * time that are not are put to rest.
     */
    public List<AlertGroupStates> takeChanges() {
        putDown.forEach(AlertGroupStates::rest);
        var taken = changes;
        changes = new ArrayList<>();
        taken.forEach(AlertGroupStates::markTaken);
        putDown = taken;
        return taken;
    }

    /** Groups that were forgotten before their time, since there were too many. */
    public long displaced() {
        return displaced;
    }

    /** States that could not be read again after a rest, and started fresh. */
    public long lost() {
        return lost;
    }

    /** States that there are: groups, as each rule counts them. */
    public int size() {
        return states;
    }

    /** Groups that rest. */
    long resting() {
        return groups.values().stream().filter(AlertGroupStates::isResting).count();
    }

    /** The state of a group; null when nothing is known of it. */
    public @Nullable GroupState find(StateKey key) {
        var group = known(key.group());
        var rule = rules.find(key.ruleId(), key.ruleVersion());
        return group == null || rule == null ? null : group.find(rule);
    }
}
