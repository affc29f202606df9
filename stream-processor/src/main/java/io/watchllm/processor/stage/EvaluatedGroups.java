package io.watchllm.processor.stage;

import io.watchllm.processor.core.Sizes;
import io.watchllm.processor.core.alert.AlertRecords;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.stage.AlertGroups;
import io.watchllm.processor.core.alert.stage.EventClock;
import io.watchllm.processor.core.alert.stage.RuleSet;
import io.watchllm.processor.core.alert.window.PaneBatch;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.state.AlertStateStore;
import io.watchllm.processor.state.CommitHook;
import io.watchllm.processor.state.EventCountsStore;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both stages of alerts have while a partition is here: the groups that they judge, by the rules that hold, at the
 * time of the partition's events, put down in their store. All that rules do is done within {@link #act}, so that
 * nothing of it can stop the rows.
 */
final class EvaluatedGroups {

    private static final Logger log = LoggerFactory.getLogger(EvaluatedGroups.class);

    /** While events come, groups that wait for time are looked at so often. */
    private static final long TICK_MS = Duration.ofSeconds(1).toMillis();

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final AlertMetrics metrics;
    private final WakeUps wakeUps;
    private final WakeUps.Alarm alarm;
    private final RuleTable ruleBook;
    private final AlertStateStore states;
    private final AlertEmitter desk;
    private final AlertGroups groups;
    private final EventClock clock;
    private RuleSet rules;
    private long tickedMs = Long.MIN_VALUE;
    private boolean hasTicked = true;

    /**
     * Names of the stage.
     *
     * @param states store of its groups
     * @param counts store of the counts that it counts in
     * @param commits hook of its subtopology
     * @param wakeUps topic of its wake-ups
     */
    record Names(String states, String counts, String commits, String wakeUps) {}

    /**
     * Nodes that it forwards to.
     *
     * @param alerts the ways of an alert
     * @param deadLetters what is told of rules that failed
     */
    record Nodes(AlertEmitter.Ways alerts, Output deadLetters) {}

    /**
     * What the stages of all partitions share.
     *
     * @param groupsMax most groups of a partition
     * @param sizes how much of a name is kept
     * @param ids schemas of the rows
     */
    record Parts(int groupsMax, Sizes sizes, RowSchemaIds ids, AlertMetrics metrics, WakeUps wakeUps) {}

    /** Goes on from what the store has. */
    EvaluatedGroups(ProcessorContext<byte[], byte @Nullable []> context, Names names, Nodes nodes, Parts parts) {
        this.context = context;
        metrics = parts.metrics;
        wakeUps = parts.wakeUps;
        ruleBook = context.getStateStore(RuleTable.NAME);
        rules = ruleBook.current();
        states = new AlertStateStore(context.getStateStore(names.states), metrics.writes());
        var counts = new EventCountsStore(context.getStateStore(names.counts), metrics.writes());
        var gate = new OutputGate(context, metrics.writes());
        var failures = new RuleFailures(context, ruleBook, gate, nodes.deadLetters);
        var form = new AlertEmitter.Form(new AlertRecords(parts.sizes), parts.ids);
        desk = new AlertEmitter(context, nodes.alerts, form, metrics, counts, failures);
        groups = new AlertGroups(rules, parts.groupsMax);
        states.restore(groups);
        clock = states.clock(context.currentSystemTimeMs());
        alarm = wakeUps.open(new WakeUps.Target(names.wakeUps, context.taskId().partition()));
        CommitHook commits = context.getStateStore(names.commits);
        commits.beforeCommit(context, CommitHook.Phase.SAVE, () -> save(counts));
    }

    AlertGroups groups() {
        return groups;
    }

    AlertEmitter desk() {
        return desk;
    }

    AlertStateStore states() {
        return states;
    }

    RuleTable ruleBook() {
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

    /**
     * Does something that rules take part in, and sends what came of it. What fails in it is told and left out: a fault
     * of Kafka alone goes on to whoever called.
     *
     * @param what is done, for the log
     */
    void act(String what, Runnable action) {
        try {
            action.run();
        } catch (KafkaException fault) {
            throw fault;
        } catch (RuntimeException failure) {
            metrics.failed();
            log.error("alerts failed, rows go on task={} doing={}", context.taskId(), what, failure);
        }
        desk.send();
    }

    /** The first stage sent something at that time. */
    void saw(PaneBatch.Source source, long sentMs) {
        clock.saw(source, sentMs);
    }

    /** Where the partition of these events is: the time of its newest event. */
    PaneBatch.Source source() {
        return new PaneBatch.Source(context.taskId().partition(), clock.newestMs());
    }

    /** An event, or a part of a pane, of this time came now. */
    Moment saw(long timeMs) {
        long nowMs = context.currentSystemTimeMs();
        clock.saw(timeMs, nowMs);
        return clock.moment(nowMs);
    }

    /** Looks at the groups that wait for time, once a second at most; to be done before each commit. */
    void tick() {
        long nowMs = context.currentSystemTimeMs();
        if (nowMs < tickedMs || nowMs - TICK_MS >= tickedMs) {
            tickedMs = nowMs;
            hasTicked = true;
            groups.tick(clock.moment(nowMs), desk);
        }
    }

    /** Puts down what changed, and says when time alone may change it. */
    private void save(EventCountsStore counts) {
        long nowMs = context.currentSystemTimeMs();
        states.save(groups, clock, nowMs);
        counts.save();
        metrics.kept(this, groups);
        alarm.set(alarmMs(nowMs));
        hasTicked = false;
    }

    /**
     * All groups that wait are asked after a tick alone; in between the next tick is the time, which asks them again.
     */
    private long alarmMs(long nowMs) {
        if (!groups.isWaiting()) {
            return WakeUps.NEVER;
        }
        return hasTicked ? nowMs + groups.waitMs(clock.moment(nowMs)) : tickedMs + TICK_MS;
    }

    void close() {
        wakeUps.close(alarm);
        metrics.closed(this);
    }
}
