package io.watchllm.processor.stage;

import io.watchllm.processor.core.alert.Moment;
import io.watchllm.processor.core.alert.stage.EventClock;
import io.watchllm.processor.core.alert.stage.GroupBook;
import io.watchllm.processor.core.alert.stage.RuleSet;
import io.watchllm.processor.rules.RuleBook;
import io.watchllm.processor.state.AlertStates;
import io.watchllm.processor.state.BookStore;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * What both stages of alerts have while a partition is here: the groups that they judge, by the rules that hold, at the
 * time of the partition's events, put down in their store.
 */
final class JudgedGroups {

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final AlertMetrics metrics;
    private final RuleBook ruleBook;
    private final AlertStates states;
    private final AlertDesk desk;
    private final GroupBook groups;
    private final EventClock clock;
    private RuleSet rules;

    /**
     * Names of the stage.
     *
     * @param states store of its groups
     * @param books store of the books that it counts in
     * @param ways nodes of its topics
     */
    record Names(String states, String books, AlertDesk.Ways ways) {}

    /**
     * Goes on from what the store has.
     *
     * @param groupsMax most groups of a partition
     */
    JudgedGroups(
            ProcessorContext<byte[], byte @Nullable []> context,
            Names names,
            int groupsMax,
            RowSchemaIds ids,
            AlertMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
        ruleBook = context.getStateStore(RuleBook.NAME);
        rules = ruleBook.current();
        states = new AlertStates(context.getStateStore(names.states));
        desk = new AlertDesk(context, names.ways, ids, metrics, new BookStore(context.getStateStore(names.books)));
        groups = new GroupBook(rules, groupsMax);
        states.restore(groups);
        clock = states.clock(context.currentSystemTimeMs());
    }

    GroupBook groups() {
        return groups;
    }

    AlertDesk desk() {
        return desk;
    }

    AlertStates states() {
        return states;
    }

    RuleBook ruleBook() {
        return ruleBook;
    }

    /** The rules that are judged by. */
    RuleSet rules() {
        return rules;
    }

    /** Takes note of other rules, if there are some; they are still to be handed to the groups. */
    boolean haveRulesChanged() {
        var current = ruleBook.current();
        boolean changed = current != rules;
        rules = current;
        return changed;
    }

    /** An event, or a part of a pane, of this time came now. */
    Moment saw(long timeMs) {
        long nowMs = context.currentSystemTimeMs();
        clock.saw(timeMs, nowMs);
        return clock.moment(nowMs);
    }

    void tick(long nowMs) {
        groups.tick(clock.moment(nowMs), desk);
    }

    /** Puts down what changed; to be done before each commit. */
    void save() {
        states.save(groups, clock, context.currentSystemTimeMs());
        metrics.kept(this, groups);
    }

    void close() {
        metrics.closed(this);
    }
}
