package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.state.GroupState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one group, a state for each rule that counted something for it. A store has the heads of all as one
 * record, which is written whenever one changed, and the body of each as a record of its own.
 *
 * <p>One that is silent may rest: the states are let go, and made again from what was put down when they are wanted.
 * Most runs never come back, and their states are some dozens of objects each. For one thread.
 */
public final class AlertGroupStates {

    private static final int FORM = 2;

    private final Group group;
    private final List<StateKey> lostBodies = new ArrayList<>(0);
    private List<GroupState> states = new ArrayList<>(1);
    private boolean changed;

    /** What was put down last, the same bytes as in the store; null before. */
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

    /** Whether nothing is known of it any more. */
    public boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return resting ? restingStates : states.size();
    }

    /**
     * Lets go of the states if what was put down last says all of them: none has changed since, has a body, or waits
     * for time.
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

    /** Whether it rests, and something of it still matters at this time of its partition. */
    boolean restsBeyond(long nowMs) {
        return resting && nowMs <= restingOverMs;
    }

    /**
     * Makes the states again, if it rests.
     *
     * @param rules those by which it was put to rest
     * @return how many of them did not come back; their rules start fresh for this group
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

    /** The state of the rule, or of one of its name; null when there is none. */
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

    /** Forgets those states, and hands them out. */
    List<GroupState> removeIf(Predicate<GroupState> over) {
        var gone = states.stream().filter(over).toList();
        states.removeAll(gone);
        gone.stream().filter(GroupState::hasBody).map(StateKey::of).forEach(lostBodies::add);
        return gone;
    }

    /** Says that it is to be put down; true when that is news. */
    boolean markChanged() {
        boolean news = !changed;
        changed = true;
        return news;
    }

    void markTaken() {
        changed = false;
    }

    /** Hands out what changed of the bodies, null for one that is no more; ask before {@link #takeHead}. */
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
     * Puts down the heads of all states.
     *
     * @param out is used for it, whatever is in it
     * @return what was put down; it is kept, and must not be changed
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
     * What was put down.
     *
     * @param head by {@link #takeHead}
     * @param bodies that there are; those that belong to it are taken out
     * @param problems gets why a state was left out
     * @throws IllegalArgumentException when the bytes are of another form, or none
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
                // It is no more as it was, which is no fault; what is left of it goes when the group is put down again.
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
