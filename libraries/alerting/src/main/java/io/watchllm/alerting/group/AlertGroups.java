package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.window.PaneDelta;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Groups of one partition: finds the states of each, ticks those that wait for time, drops expired ones, and enforces a
 * bound. Saves what changed to a store. Not thread-safe.
 */
public final class AlertGroups {

    /**
     * How long a state is kept after it expires. Expiry is decided by event time and not by when the state was removed;
     * otherwise the result for a slightly late event would depend on when the removal ran.
     */
    static final long KEPT_MS = Duration.ofMinutes(10).toMillis();

    /** Groups checked for expired states per tick, or a 60th of all if that is more, so that all have a turn. */
    private static final int SWEPT_AT_ONCE = 1_000;

    private static final int SWEEPS = 60;

    private final int groupsMax;
    private final SequencedMap<Group, AlertGroupStates> groups = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<GroupState, AlertGroupStates> ticking = new LinkedHashMap<>();
    private final Deque<AlertGroupStates> sweep = new ArrayDeque<>();
    private List<AlertGroupStates> changes = new ArrayList<>();

    /** Groups saved last time; those that have not changed since may be passivated. */
    private List<AlertGroupStates> saved = new ArrayList<>();

    /** Keys of stored records that belong to no group. */
    private final List<String> stale = new ArrayList<>();

    private int states;
    private long displaced;
    private long lost;
    private RuleIndex rules;

    /**
     * Starts without groups.
     *
     * @param groupsMax maximum number of groups; beyond it, the one that was idle longest is dropped and counted
     */
    public AlertGroups(RuleSet rules, int groupsMax) {
        this.rules = new RuleIndex(rules);
        this.groupsMax = groupsMax;
    }

    /** The current rules. */
    RuleIndex rules() {
        return rules;
    }

    /** Replaces the rules. States of rules that are not in the new set unchanged are dropped. */
    public void use(RuleSet next) {
        var all = List.copyOf(groups.values());
        // With the old rules, since a rule of the same name may differ in the new set.
        all.forEach(this::activate);
        rules = new RuleIndex(next);
        all.forEach(group -> forget(group, state -> next.same(state.rule()) == null));
        saved = new ArrayList<>(all);
    }

    /** Processes an event of a group for each of these rules that counts it. */
    void observe(List<ActiveRule> observers, Group group, Observation seen, Moment now, AlertSink sink) {
        AlertGroupStates known = null;
        for (var rule : observers) {
            if (rule.counts(seen)) {
                known = known == null ? group(group) : known;
                var state = state(known, rule, seen.timeMs());
                known = act(known, state, sink, () -> state.observe(seen, now, sink));
            }
        }
    }

    /**
     * Runs one rule on one group: an exception drops only that state.
     *
     * @return the group; null when it must be looked up again, since it may have been removed with its last state
     */
    private @Nullable AlertGroupStates act(AlertGroupStates group, GroupState state, AlertSink sink, Runnable action) {
        try {
            action.run();
            changed(group);
            wake(group, state);
            return group;
        } catch (RuntimeException failure) {
            forget(group, known -> known == state);
            sink.failed(state.rule().rule(), failure);
            return null;
        }
    }

    /** Merges a pane part for each of its rules; skips rules that no longer exist. */
    public void merge(PaneDelta delta, Moment now, AlertSink sink) {
        AlertGroupStates known = null;
        for (var rule : rules.named(delta.rules())) {
            known = known == null ? group(delta.group()) : known;
            var state = state(known, rule, delta.added().lastMs());
            known = act(known, state, sink, () -> state.merge(delta.pane(), delta.added(), now, sink));
        }
    }

    /** Whether any group waits for time. */
    public boolean isWaiting() {
        return !ticking.isEmpty();
    }

    /** Milliseconds until a tick can change something; {@link Long#MAX_VALUE} when no group waits. */
    public long waitMs(Moment now) {
        var waits = ticking.keySet().stream().mapToLong(state -> state.waitMs(now));
        return waits.min().orElse(Long.MAX_VALUE);
    }

    /** Advances time. Call once a second while events come, and when {@link #waitMs} has elapsed. */
    public void tick(Moment now, AlertSink sink) {
        for (var entry : List.copyOf(ticking.entrySet())) {
            var state = entry.getKey();
            var _ = act(entry.getValue(), state, sink, () -> state.tick(now, sink));
        }
        int turns = Math.min(sweep.size(), Math.max(SWEPT_AT_ONCE, sweep.size() / SWEEPS));
        for (int turn = 0; turn < turns; turn++) {
            var group = sweep.removeFirst();
            if (!group.isPassivatedBeyond(now.eventMs() - KEPT_MS)) {
                forget(group, state -> state.isOver(state.timeMs(now) - KEPT_MS));
            }
            if (!group.isEmpty()) {
                sweep.addLast(group);
            }
        }
    }

    /** Drops the matching states of the group, and the group when none is left. */
    private void forget(AlertGroupStates group, Predicate<GroupState> over) {
        activate(group);
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
            activate(known);
        }
        return known;
    }

    private void activate(AlertGroupStates group) {
        int gone = group.activate(rules.all());
        states -= gone;
        lost += gone;
    }

    private AlertGroupStates group(Group group) {
        var known = known(group);
        return known == null ? put(new AlertGroupStates(group)) : known;
    }

    private AlertGroupStates put(AlertGroupStates group) {
        groups.put(group.group(), group);
        sweep.addLast(group);
        if (groups.size() > groupsMax) {
            displaced++;
            forget(groups.firstEntry().getValue(), _ -> true);
        }
        return group;
    }

    /** The state for an event of this time; a fresh one if the old state had expired by then. */
    private GroupState state(AlertGroupStates group, ActiveRule rule, long timeMs) {
        var known = group.find(rule.rule().id());
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

    /** Records whether the state waits for time. */
    private void wake(AlertGroupStates group, GroupState state) {
        if (state.needsTick()) {
            ticking.put(state, group);
        } else {
            ticking.remove(state);
        }
    }

    private void changed(AlertGroupStates group) {
        if (group.markChanged()) {
            changes.add(group);
        }
    }

    /**
     * Restores the groups from the store; call before the first event. States whose rule has changed or no longer
     * exists are skipped; records that belong to no restored state are deleted with the next save.
     *
     * @param records all that {@link #save} has written
     * @param leftOut receives the key of a group and why a state of an existing rule was skipped
     */
    public void restore(Map<String, byte[]> records, BiConsumer<String, String> leftOut) {
        var left = new HashMap<>(records);
        records.forEach((key, head) -> {
            if (key.startsWith(AlertGroupStates.HEAD)) {
                try {
                    restore(AlertGroupStates.of(rules.all(), head, left, problem -> leftOut.accept(key, problem)));
                    left.remove(key);
                } catch (IllegalArgumentException foreign) {
                    leftOut.accept(key, String.valueOf(foreign.getMessage()));
                }
            }
        });
        stale.addAll(left.keySet());
    }

    private void restore(AlertGroupStates group) {
        if (group.isChanged()) {
            changes.add(group);
        }
        if (!group.isEmpty()) {
            states += group.size();
            var _ = put(group);
            group.states().forEach(state -> wake(group, state));
            saved.add(group);
        }
    }

    /**
     * Serializes what changed since the last call, removed groups included. Groups saved last time that have not
     * changed since are passivated.
     *
     * @param target receives records by key; null deletes one
     */
    public void save(BiConsumer<String, byte @Nullable []> target) {
        stale.forEach(key -> target.accept(key, null));
        stale.clear();
        saved.forEach(AlertGroupStates::passivate);
        saved = changes;
        changes = new ArrayList<>();
        saved.forEach(group -> group.save(target));
    }

    /** Number of groups dropped before they expired, because there were too many. */
    public long displaced() {
        return displaced;
    }

    /** Number of states that could not be restored after passivation and started fresh. */
    public long lost() {
        return lost;
    }

    /** Number of states: groups, counted per rule. */
    public int size() {
        return states;
    }

    /** Number of passivated groups. */
    long passivated() {
        return groups.values().stream().filter(AlertGroupStates::isPassivated).count();
    }

    /** The state of a rule for a group, or null. */
    @Nullable
    GroupState find(Group group, String ruleId) {
        var known = known(group);
        return known == null ? null : known.find(ruleId);
    }
}
