package io.watchllm.processor.topology;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.validation.Sizes;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both alert stages hold while a partition is assigned: its groups, evaluated with the current rules at the
 * partition's event time and saved in a store. All rule code runs within {@link #act}, so that no failure of it can
 * stop the rows.
 */
final class EvaluatedGroups {

    private static final Logger log = LoggerFactory.getLogger(EvaluatedGroups.class);

    /** Interval at which waiting groups are ticked while events come. */
    private static final long TICK_MS = Duration.ofSeconds(1).toMillis();

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final AlertMetrics metrics;
    private final WakeUps wakeUps;
    private final WakeUps.Alarm alarm;
    private final RuleTable ruleTable;
    private final AlertStateStore states;
    private final AlertEmitter emitter;
    private final AlertGroups groups;
    private final EventClock clock;
    private RuleSet rules;
    private long tickedMs = Long.MIN_VALUE;
    private boolean hasTicked = true;

    /**
     * Names used by the stage.
     *
     * @param states store of its groups
     * @param counts store of its counts
     * @param commits commit hook of its subtopology
     * @param wakeUps topic of its wake-ups
     */
    record Names(String states, String counts, String commits, String wakeUps) {}

    /**
     * Shared by the stages of all partitions.
     *
     * @param groupsMax maximum number of groups per partition
     * @param sizes length limits of names
     * @param ids registry ids of the row schemas
     */
    record Parts(int groupsMax, Sizes sizes, RowSchemaIds ids, AlertMetrics metrics, WakeUps wakeUps) {}

    /** Restores the groups from the store. */
    EvaluatedGroups(
            ProcessorContext<byte[], byte @Nullable []> context,
            Names names,
            AlertEmitter.Outputs outputs,
            Parts parts) {
        this.context = context;
        metrics = parts.metrics;
        wakeUps = parts.wakeUps;
        ruleTable = context.getStateStore(RuleTable.NAME);
        rules = ruleTable.current();
        states = context.getStateStore(names.states);
        EventCountsStore counts = context.getStateStore(names.counts);
        var form = new AlertEmitter.Form(new AlertRecords(parts.sizes), parts.ids);
        emitter = new AlertEmitter(context, outputs, form, metrics, counts, ruleTable);
        groups = states.groups(rules, parts.groupsMax);
        clock = states.clock(context.currentSystemTimeMs());
        alarm = wakeUps.open(new WakeUps.Target(names.wakeUps, context.taskId().partition()));
        CommitHook commits = context.getStateStore(names.commits);
        commits.beforeCommit(context, CommitHook.Phase.SAVE, () -> save(counts));
    }

    AlertGroups groups() {
        return groups;
    }

    AlertEmitter emitter() {
        return emitter;
    }

    AlertStateStore states() {
        return states;
    }

    RuleTable ruleTable() {
        return ruleTable;
    }

    /** The current rules. */
    RuleSet rules() {
        return rules;
    }

    /** Loads changed rules, if any; the caller must still pass them to the groups. */
    boolean haveRulesChanged() {
        var current = ruleTable.current();
        boolean changed = current != rules;
        rules = current;
        return changed;
    }

    /**
     * Runs an action that involves rules, and sends the resulting alerts. Failures are reported and skipped, except
     * those of Kafka, which propagate to the caller.
     *
     * @param what the action, for the log
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
        emitter.send();
    }

    /** Records a message of the first stage. */
    void saw(PaneBatch.Source source, long sentMs) {
        clock.saw(source, sentMs);
    }

    /** Partition of these events and the time of its newest one. */
    PaneBatch.Source source() {
        return new PaneBatch.Source(context.taskId().partition(), clock.newestMs());
    }

    /** Records that an event or a pane part of this time arrived now. */
    Moment saw(long timeMs) {
        long nowMs = context.currentSystemTimeMs();
        clock.saw(timeMs, nowMs);
        return clock.moment(nowMs);
    }

    /** Ticks waiting groups, at most once a second; call before each commit. */
    void tick() {
        long nowMs = context.currentSystemTimeMs();
        if (nowMs < tickedMs || nowMs - TICK_MS >= tickedMs) {
            tickedMs = nowMs;
            hasTicked = true;
            groups.tick(clock.moment(nowMs), emitter);
        }
    }

    /** Saves what changed, and sets the time at which time alone may change something. */
    private void save(EventCountsStore counts) {
        long nowMs = context.currentSystemTimeMs();
        states.save(groups, clock, nowMs);
        counts.save();
        metrics.kept(this, groups);
        alarm.set(alarmMs(nowMs));
        hasTicked = false;
    }

    /**
     * Waiting groups are only asked right after a tick; in between, the next tick is the alarm time and asks them
     * again.
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
