package io.watchllm.alerting.group;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * States of one group, one for each rule that counted something for it. A store holds the heads of all states as one
 * record, written whenever one changed, and the body of each as a separate record.
 *
 * <p>An idle group is passivated: only its serialized form is kept, and it is restored on next use. Most runs never
 * come back, and their states are dozens of objects each. Not thread-safe.
 */
public final class AlertGroupStates {

    private static final int FORM = 2;

    private final Group group;
    private final List<StateKey> lostBodies = new ArrayList<>(0);
    private List<GroupState> states = new ArrayList<>(1);
    private boolean changed;

    /** The last serialized heads, the same bytes as in the store; null before. */
    private byte @Nullable [] head;

    private boolean resting;
    private int restingStates;
    private long restingOverMs;

    AlertGroupStates(Group group) {
        this.group = group;
    }

    /** The group. */
    public Group group() {
        return group;
    }

    /** Whether it has no states. */
    public boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return resting ? restingStates : states.size();
    }

    /**
     * Passivates the group if the serialized form is complete: no state has changed since, has a body, or waits for
     * time.
     */
    void rest() {
        if (changed || resting || head == null || states.isEmpty()) {
            return;
        }
        long overMs = Long.MIN_VALUE;
        for (var state : states) {
            if (state.hasBody() || state.needsTick()) {
                return;
            }
            overMs = Math.max(overMs, state.overMs());
        }
        restingStates = states.size();
        restingOverMs = overMs;
        states = List.of();
        resting = true;
    }

    boolean isResting() {
        return resting;
    }

    /** Whether it is passivated and still needed at this event time of its partition. */
    boolean restsBeyond(long nowMs) {
        return resting && nowMs <= restingOverMs;
    }

    /**
     * Activates the group, if it is passivated.
     *
     * @param rules the rules it was passivated with
     * @return number of states that could not be restored; their rules start fresh for this group
     */
    int rouse(RuleSet rules) {
        if (!resting || head == null) {
            return 0;
        }
        resting = false;
        states = new ArrayList<>(restingStates);
        var in = ByteReader.ofRecord(head);
        readGroup(in);
        readStates(rules, in, new HashMap<>(), new ArrayList<>(0));
        return restingStates - states.size();
    }

    List<GroupState> states() {
        return states;
    }

    /** The state of the rule, or of a rule with the same name; null when there is none. */
    @Nullable
    GroupState find(ActiveRule rule) {
        for (var state : states) {
            if (state.rule() == rule) {
                return state;
            }
        }
        return find(rule.rule().id());
    }

    private @Nullable GroupState find(String ruleId) {
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
        gone.stream().filter(GroupState::hasBody).map(StateKey::of).forEach(lostBodies::add);
        return gone;
    }

    /** Marks the group for serialization; true when it was not marked before. */
    boolean markChanged() {
        boolean news = !changed;
        changed = true;
        return news;
    }

    void markTaken() {
        changed = false;
    }

    /** Passes each changed body to the target, null for a removed one; call before {@link #takeHead}. */
    public void takeBodies(BiConsumer<StateKey, byte @Nullable []> target) {
        lostBodies.forEach(key -> target.accept(key, null));
        lostBodies.clear();
        for (var state : states) {
            var body = state.takeBody();
            if (body != null) {
                target.accept(StateKey.of(state), body);
            }
        }
    }

    /** Key of the group in a store. */
    public static byte[] key(Group group) {
        return named(new ByteWriter(), group).bytes();
    }

    private static ByteWriter named(ByteWriter out, Group group) {
        return out.text(group.project()).text(group.value());
    }

    /**
     * Serializes the heads of all states.
     *
     * @param out buffer for it; its contents are discarded
     * @return the bytes; they are kept and must not be modified
     */
    public byte[] takeHead(ByteWriter out) {
        named(out.clear().number(FORM), group);
        for (var state : states) {
            var rule = state.rule().rule();
            int begin = out.name(rule.id()).number(rule.version()).begin();
            state.writeHead(out);
            out.end(begin);
        }
        byte[] taken = out.record();
        head = taken;
        return taken;
    }

    /**
     * Restores a group.
     *
     * @param head written by {@link #takeHead}
     * @param bodies all stored bodies; those of the group are removed
     * @param problems receives why a state was skipped
     * @throws IllegalArgumentException when the bytes have another format or are invalid
     */
    static AlertGroupStates read(RuleSet rules, byte[] head, Map<StateKey, byte[]> bodies, List<String> problems) {
        var in = ByteReader.ofRecord(head);
        var group = new AlertGroupStates(readGroup(in));
        group.readStates(rules, in, bodies, problems);
        group.head = head;
        return group;
    }

    private static Group readGroup(ByteReader in) {
        long form = in.number();
        if (form != FORM) {
            throw new IllegalArgumentException("a group has form " + form + "; this program knows form " + FORM);
        }
        return new Group(in.text(), in.text());
    }

    private void readStates(RuleSet rules, ByteReader in, Map<StateKey, byte[]> bodies, List<String> problems) {
        while (!in.atEnd()) {
            var key = new StateKey(in.name(), in.count(Integer.MAX_VALUE), group);
            var piece = in.piece();
            var rule = rules.find(key.ruleId(), key.ruleVersion());
            if (rule == null) {
                // The rule no longer exists in this form, which is no fault; its stored state goes away with the next
                // write.
                changed = true;
                continue;
            }
            try {
                states.add(GroupState.of(rule, group, piece, bodies.remove(key)));
            } catch (IllegalArgumentException foreign) {
                changed = true;
                problems.add(String.valueOf(foreign.getMessage()));
            }
        }
    }

    boolean isChanged() {
        return changed;
    }
}
