package io.watchllm.processor.core.alert.stage;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.state.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one group, a state for each rule that counted something for it. A store has the heads of all as one
 * record, which is written whenever one changed, and the body of each as a record of its own. For one thread.
 */
public final class GroupStates {

    private static final int FORM = 1;

    private final Group group;
    private final List<GroupState> states = new ArrayList<>(1);
    private final List<StateKey> lostBodies = new ArrayList<>(0);
    private boolean changed;

    GroupStates(Group group) {
        this.group = group;
    }

    /** The group. */
    public Group group() {
        return group;
    }

    /** Whether nothing is known of it any more. */
    public boolean isEmpty() {
        return states.isEmpty();
    }

    int size() {
        return states.size();
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

    /** Hands out what changed of the bodies, null for one that is no more; ask before {@link #writeHead}. */
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

    /** Puts down the heads of all states. */
    public void writeHead(ByteWriter out) {
        named(out.number(FORM), group);
        for (var state : states) {
            var rule = state.rule().rule();
            int begin = out.text(rule.id()).number(rule.version()).begin();
            state.writeHead(out);
            out.end(begin);
        }
    }

    /**
     * What was put down.
     *
     * @param head by {@link #writeHead}
     * @param bodies that there are; those that belong to it are taken out
     * @param problems gets why a state was left out
     * @throws IllegalArgumentException when the bytes are of another form, or none
     */
    static GroupStates read(RuleSet rules, byte[] head, Map<StateKey, byte[]> bodies, List<String> problems) {
        var in = new ByteReader(head);
        long form = in.number();
        if (form != FORM) {
            throw new IllegalArgumentException("a group has form " + form + "; this program knows form " + FORM);
        }
        var group = new GroupStates(new Group(in.text(), in.text()));
        while (!in.atEnd()) {
            var key = new StateKey(in.text(), in.count(Integer.MAX_VALUE), group.group);
            var piece = in.piece();
            var rule = rules.find(key.ruleId(), key.ruleVersion());
            if (rule == null) {
                // It is no more as it was, which is no fault; what is left of it goes when the group is put down again.
                group.changed = true;
                continue;
            }
            try {
                group.states.add(GroupState.of(rule, group.group, piece, bodies.remove(key)));
            } catch (IllegalArgumentException foreign) {
                group.changed = true;
                problems.add(String.valueOf(foreign.getMessage()));
            }
        }
        return group;
    }

    boolean isChanged() {
        return changed;
    }
}
