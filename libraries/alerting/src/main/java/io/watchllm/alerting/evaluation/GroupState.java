package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.BodySnapshot;
import io.watchllm.alerting.snapshot.StateSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.events.AlertState;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * State of one group for one version of one rule. It changes with events (where all events of the group are in one
 * partition), pane parts (elsewhere) and time. The same inputs in the same order give the same alerts. Not thread-safe.
 */
public abstract sealed class GroupState permits BudgetState, LoopState, SilenceState, SingleState, WindowState {

    private static final SnapshotCodec<BodySnapshot> BODIES = new SnapshotCodec<>(BodySnapshot.getClassSchema());

    /** Minimum interval between ticks that any group needs. */
    static final long MIN_WAIT_MS = 1_000;

    final ActiveRule rule;
    private final Group group;
    private long newestMs = Moment.NEVER;
    private long behindMs;
    private long wallMs;
    private boolean hasBody;

    GroupState(ActiveRule rule, Group group) {
        this.rule = rule;
        this.group = group;
    }

    /** Creates an empty state. */
    public static GroupState of(ActiveRule rule, Group group) {
        return switch (rule.rule().measure()) {
            case Measure.Window _, Measure.Spike _ -> new WindowState(rule, group);
            case Measure.Budget _, Measure.Unpriced _ -> new BudgetState(rule, group);
            case Measure.Single single -> new SingleState(rule, group, single.levels());
            case Measure.Silence silence -> new SilenceState(rule, group, silence.levels());
            case Measure.Loop loop -> new LoopState(rule, group, loop);
        };
    }

    /**
     * Restores a state.
     *
     * @param head made by {@link #head}
     * @param body the last non-null result of {@link #takeBody}; null when there is none
     * @throws IllegalArgumentException when one is of an unknown version or invalid, or they do not belong together
     */
    public static GroupState of(ActiveRule rule, Group group, StateSnapshot head, byte @Nullable [] body) {
        var state = of(rule, group);
        state.newestMs = head.getNewestMs();
        state.behindMs = head.getBehindMs();
        state.hasBody = head.getHasBody();
        if (state.hasBody != (body != null)) {
            throw new IllegalArgumentException("the state of a group has " + (body == null ? "lost its" : "a foreign")
                    + " body: " + rule.rule().id());
        }
        try {
            if (body != null) {
                state.restoreBody(BODIES.decode(body));
            }
            state.restore(head.getValue());
        } catch (ClassCastException | IndexOutOfBoundsException foreign) {
            throw new IllegalArgumentException(
                    "the state of a group is not one of its rule: "
                            + rule.rule().id(),
                    foreign);
        }
        return state;
    }

    /** The snapshot of what each event may change. Call {@link #takeBody} before. */
    public final StateSnapshot head() {
        return new StateSnapshot(rule.rule().id(), rule.rule().version(), newestMs, behindMs, hasBody, snapshot());
    }

    /**
     * Serializes what changes rarely, so that not every event costs all of it; null while the last serialized body is
     * still valid.
     */
    public final byte @Nullable [] takeBody() {
        if (!isBodyDue()) {
            return null;
        }
        hasBody = true;
        return BODIES.encode(body());
    }

    /** Whether a body has been serialized. */
    public final boolean hasBody() {
        return hasBody;
    }

    /** Processes an event of the group. */
    public final void observe(Observation seen, Moment now, AlertSink sink) {
        if (isCounted(rule.pane(seen.timeMs()), 1, now, sink)) {
            take(seen, sink);
            saw(seen.timeMs(), now);
        }
    }

    /**
     * Merges a pane part of the group.
     *
     * @param pane its number
     */
    public final void merge(long pane, Accumulator part, Moment now, AlertSink sink) {
        if (isCounted(pane, part.count(), now, sink)) {
            take(pane, part, sink);
            saw(part.lastMs(), now);
        }
    }

    private boolean isCounted(long pane, long events, Moment now, AlertSink sink) {
        wallMs = now.wallMs();
        boolean late = !acceptsLate() && isLate(pane, now);
        if (late) {
            sink.late(rule.rule(), events);
        }
        return !late;
    }

    private void saw(long timeMs, Moment now) {
        newestMs = Math.max(newestMs, timeMs);
        behindMs = Math.max(0, now.eventMs() - newestMs);
    }

    /** Advances time. */
    public final void tick(Moment now, AlertSink sink) {
        wallMs = now.wallMs();
        long nowMs = timeMs(now);
        if (nowMs > newestMs) {
            pass(nowMs, sink);
        }
    }

    /**
     * Event time of the group: it advances with that of its partition, but starts at the group's newest event, so that
     * old events of one project, replayed beside new ones of others, do not expire on arrival.
     */
    public final long timeMs(Moment now) {
        return now.eventMs() - behindMs;
    }

    /**
     * A pane is late when it ended more than the allowed lateness before the watermark. The watermark is the newest
     * event of the group or the progress of the source partitions, whichever is earlier: old events of one group may
     * come beside new ones of others, and one partition may lag behind another.
     */
    private boolean isLate(long pane, Moment now) {
        long watermarkMs = Math.min(newestMs, now.watermarkMs());
        return newestMs != Moment.NEVER && (pane + 1) * rule.slideMs() <= watermarkMs - ActiveRule.GRACE_MS;
    }

    /** Whether it counts late events too, and itself rejects those older than it remembers. */
    boolean acceptsLate() {
        return false;
    }

    /** Processes an event that is not late, or whose lateness doesn't matter. */
    abstract void take(Observation seen, AlertSink sink);

    /** Merges a pane part that is not late, or whose lateness doesn't matter. */
    abstract void take(long pane, Accumulator part, AlertSink sink);

    /** Advances to a time after every event of the group. */
    abstract void pass(long nowMs, AlertSink sink);

    /** Milliseconds until a tick can change something. Call only while it needs ticks. */
    public long waitMs(Moment now) {
        return Math.max(MIN_WAIT_MS, rule.slideMs());
    }

    /** Whether the passing of time may raise or resolve an alert. */
    public abstract boolean needsTick();

    /** The snapshot of its kind of state. */
    abstract SpecificRecord snapshot();

    /** Restores a snapshot; this state must be empty. Throws ClassCastException when it is of another kind. */
    abstract void restore(Object snapshot);

    /** Whether so much changed outside the head that the body must be serialized again. */
    boolean isBodyDue() {
        return false;
    }

    /** The snapshot of the body; marks it unchanged. */
    BodySnapshot body() {
        throw new IllegalStateException("this state is in its head only");
    }

    /** Restores the body, before the head. */
    void restoreBody(BodySnapshot from) {
        throw new IllegalArgumentException("this state is in its head only");
    }

    /** Event time of its partition until which it is needed, unless time alone changes it. */
    public final long overMs() {
        return newestMs + rule.lifeMs() + behindMs;
    }

    /** Whether it is no longer needed at this time. */
    public final boolean isOver(long nowMs) {
        return newestMs + rule.lifeMs() < nowMs && !needsTick();
    }

    /** Time of the newest event of the group. */
    public final long newestMs() {
        return newestMs;
    }

    /** The rule. */
    public final ActiveRule rule() {
        return rule;
    }

    /** The group. */
    public final Group group() {
        return group;
    }

    /** The finding of an aggregate. */
    static Finding finding(Accumulator aggregate, long actual, long baseline, String detail) {
        return new Finding(
                actual,
                baseline,
                new Finding.Counts(aggregate.count(), aggregate.unpriced()),
                new Finding.Trigger(aggregate.last(), aggregate.lastMs(), aggregate.firstMs()),
                aggregate.models(),
                detail);
    }

    final void raise(AlertStatus status, EpisodePosition position, Finding finding, AlertSink sink) {
        if (status.state() == AlertState.suppressed) {
            // The value is the number of suppressed alerts, the threshold the hourly limit.
            long limit = FixedPoint.ofWhole(rule.rule().policy().capPerHour());
            var limited = new AlertStatus(status.state(), status.level(), status.timeMs(), limit);
            var counted = finding.of(FixedPoint.ofWhole(status.threshold()));
            sink.raised(RaisedAlert.of(rule.rule(), group, limited, position, counted, wallMs));
        } else {
            sink.raised(RaisedAlert.of(rule.rule(), group, status, position, finding, wallMs));
        }
    }
}
