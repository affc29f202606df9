package io.watchllm.processor.topology;

import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.rules.AlertMetrics;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.schemas.Topic;
import io.watchllm.validation.Sizes;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both alert stages do while a partition is assigned: its groups are evaluated with the current rules at the
 * partition's event time and saved in a store. All rule code runs within {@link #act}, so that no failure of it can
 * stop the rows.
 */
public abstract class AlertTask {

    private static final Logger log = LoggerFactory.getLogger(AlertTask.class);

    /** Interval at which waiting groups are ticked while events come. */
    private static final long TICK_MS = Duration.ofSeconds(1).toMillis();

    final ProcessorContext<byte[], byte @Nullable []> context;
    final AlertMetrics metrics;
    final RuleTable ruleTable;
    final AlertStateStore states;
    final AlertEmitter emitter;
    final AlertGroups groups;
    final EventClock clock;
    final CommitHook commits;
    private final WakeUps wakeUps;
    private final WakeUps.Alarm alarm;
    private RuleSet rules;
    private long tickedMs = Long.MIN_VALUE;
    private boolean hasTicked = true;

    /**
     * What differs between the stages.
     *
     * @param states store of its groups
     * @param counts store of its counts
     * @param commits commit hook of its subtopology
     * @param wakeUps topic of its wake-ups
     */
    record Stage(String states, String counts, String commits, Topic wakeUps, AlertEmitter.Outputs outputs) {}

    /**
     * Shared by the stages of all partitions.
     *
     * @param groupsMax maximum number of groups per partition
     * @param sizes length limits of names
     * @param ids registry ids of the row schemas
     */
    public record Parts(int groupsMax, Sizes sizes, RowSchemaIds ids, AlertMetrics metrics, WakeUps wakeUps) {}

    /** Restores the groups from the store. */
    AlertTask(ProcessorContext<byte[], byte @Nullable []> context, Stage stage, Parts parts) {
        this.context = context;
        metrics = parts.metrics;
        wakeUps = parts.wakeUps;
        ruleTable = context.getStateStore(RuleTable.NAME);
        rules = ruleTable.current();
        states = context.getStateStore(stage.states);
        EventCountsStore counts = context.getStateStore(stage.counts);
        emitter = new AlertEmitter(context, stage.outputs, parts, counts, ruleTable);
        groups = states.groups(rules, parts.groupsMax);
        clock = states.clock(context.currentSystemTimeMs());
        alarm = wakeUps.open(
                new TopicPartition(stage.wakeUps.name(), context.taskId().partition()));
        commits = context.getStateStore(stage.commits);
        commits.beforeCommit(context, CommitHook.Phase.SAVE, () -> save(counts));
    }

    /**
     * Runs an action that involves rules, and sends the resulting alerts. Failures are reported and skipped, except
     * those of Kafka, which propagate to the caller.
     *
     * @param what the action, for the log
     */
    final void act(String what, Runnable action) {
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

    final boolean haveRulesChanged() {
        return ruleTable.current() != rules;
    }

    /** Loads changed rules, if any. */
    final void loadRules() {
        if (haveRulesChanged()) {
            rules = ruleTable.current();
            groups.use(rules);
        }
    }

    /** Records that an event or a pane part of this time arrived now. */
    final Moment saw(long timeMs) {
        long nowMs = context.currentSystemTimeMs();
        clock.saw(timeMs, nowMs);
        return clock.moment(nowMs);
    }

    /** Ticks waiting groups, at most once a second; call before each commit. */
    final void tick() {
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
        metrics.groups(this, groups);
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

    final void close() {
        wakeUps.close(alarm);
        metrics.closed(this);
    }
}
