package io.watchllm.processor.core.alert.state;

import io.watchllm.events.AlertState;
import io.watchllm.processor.core.alert.ActiveRule;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.Finding;
import io.watchllm.processor.core.alert.RaisedAlert;
import io.watchllm.processor.core.alert.RaisedAlert.Place;
import io.watchllm.processor.core.alert.RaisedAlert.Said;
import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.FixedPoint;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.alert.rule.Measure;
import io.watchllm.processor.core.alert.window.Accumulator;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one group of one version of one rule. It changes by what comes in: an event where all events of
 * the group are at one place, a part of a pane elsewhere, and time. The same in the same order gives the same alerts.
 * For one thread.
 */
public abstract sealed class GroupState permits BudgetState, LoopState, SilenceState, SingleState, WindowState {

    private static final int FORM = 5;

    /** No group needs ticks more often. */
    static final long MIN_WAIT_MS = 1_000;

    private final ActiveRule rule;
    private final Group group;
    private long newestMs = Moment.NEVER;
    private long behindMs;
    private long wallMs;
    private boolean hasBody;
    private boolean ticking;

    GroupState(ActiveRule rule, Group group) {
        this.rule = rule;
        this.group = group;
    }

    /** Nothing known yet. */
    public static GroupState of(ActiveRule rule, Group group) {
        return switch (rule.rule().measure()) {
            case Measure.Window _, Measure.Spike _ -> new WindowState(rule, group);
            case Measure.Budget _, Measure.Unpriced _ -> new BudgetState(rule, group);
            case Measure.Single _ -> new SingleState(rule, group);
            case Measure.Silence _ -> new SilenceState(rule, group);
            case Measure.Loop _ -> new LoopState(rule, group);
        };
    }

    /**
     * What was put down.
     *
     * @param head by {@link #writeHead}
     * @param body by {@link #takeBody}, the last that was not null; null when there is none
     * @throws IllegalArgumentException when the bytes are of another form, or none, or do not belong together
     */
    public static GroupState of(ActiveRule rule, Group group, ByteReader head, byte @Nullable [] body) {
        long form = head.number();
        if (form != FORM) {
            throw new IllegalArgumentException(
                    "the state of a group has form " + form + "; this program knows form " + FORM);
        }
        var state = of(rule, group);
        state.stood(head.number(), head.number());
        state.hasBody = head.flag();
        if (state.hasBody != (body != null)) {
            throw new IllegalArgumentException("the state of a group has " + (body == null ? "lost its" : "a foreign")
                    + " body: " + rule.rule().id());
        }
        if (body != null) {
            state.readBody(ByteReader.ofRecord(body));
        }
        state.read(head);
        return state;
    }

    /** Puts down what each event may change. Ask for the body before. */
    public final void writeHead(ByteWriter out) {
        out.number(FORM).number(newestMs).number(behindMs).flag(hasBody);
        write(out);
    }

    /** What changes seldom, so that not each event costs all of it; null while what was put down before still holds. */
    public final byte @Nullable [] takeBody() {
        if (!isBodyDue()) {
            return null;
        }
        var out = new ByteWriter();
        writeBody(out);
        hasBody = true;
        return out.record();
    }

    /** Whether a body was put down. */
    public final boolean hasBody() {
        return hasBody;
    }

    /** An event of the group. */
    public final void observe(Observation seen, Moment now, AlertSink sink) {
        wallMs = now.wallMs();
        if (!acceptsLate() && isLate(rule.pane(seen.timeMs()), now)) {
            sink.late(rule.rule(), 1);
            return;
        }
        take(seen, sink);
        saw(seen.timeMs(), now);
    }

    /**
     * A part of a pane of the group.
     *
     * @param pane its number
     */
    public final void merge(long pane, Accumulator part, Moment now, AlertSink sink) {
        wallMs = now.wallMs();
        if (!acceptsLate() && isLate(pane, now)) {
            sink.late(rule.rule(), part.count());
            return;
        }
        take(pane, part, sink);
        saw(part.lastMs(), now);
    }

    private void saw(long timeMs, Moment now) {
        newestMs = Math.max(newestMs, timeMs);
        behindMs = Math.max(0, now.eventMs() - newestMs);
    }

    /** Time passed. */
    public final void tick(Moment now, AlertSink sink) {
        wallMs = now.wallMs();
        long nowMs = timeMs(now);
        if (nowMs > newestMs) {
            pass(nowMs, sink);
        }
    }

    /**
     * The time of the group: it goes on with that of the partition, but from the group's newest event on. Otherwise the
     * old events of one project, sent again beside the new ones of others, would be over as soon as they came.
     */
    public final long timeMs(Moment now) {
        return now.eventMs() - behindMs;
    }

    /**
     * A pane is late when it ended more than the grace before the watermark. That is the newest event of the group, or
     * how far the partitions of the events have come, whichever is earlier: old events of one group may come beside new
     * ones of others, and one partition may be behind another.
     */
    private boolean isLate(long pane, Moment now) {
        long watermarkMs = Math.min(newestMs, now.watermarkMs());
        return newestMs != Moment.NEVER && (pane + 1) * rule.slideMs() <= watermarkMs - ActiveRule.GRACE_MS;
    }

    /** Whether it counts what is late, too, and says by itself what is older than it remembers. */
    boolean acceptsLate() {
        return false;
    }

    /** An event that is not late, or for which that does not matter. */
    abstract void take(Observation seen, AlertSink sink);

    /** A part of a pane that is not late, or for which that does not matter. */
    abstract void take(long pane, Accumulator part, AlertSink sink);

    /** Time that is beyond every event of the group. */
    abstract void pass(long nowMs, AlertSink sink);

    /** How long it takes until a tick can change something, in milliseconds. To be asked while it needs ticks. */
    public long waitMs(Moment now) {
        return Math.max(MIN_WAIT_MS, rule.slideMs());
    }

    /** Whether time alone may raise or end an alert. */
    public abstract boolean needsTick();

    abstract void write(ByteWriter out);

    abstract void read(ByteReader in);

    /** Whether so much changed beyond the head that it is to be put down anew. */
    boolean isBodyDue() {
        return false;
    }

    /** Puts it down; from now on it has not changed. */
    void writeBody(ByteWriter out) {
        throw new IllegalStateException("all of it is in its head");
    }

    /** Takes it up, before the head. */
    void readBody(ByteReader in) {
        throw new IllegalArgumentException("all of it is in its head");
    }

    /** Time of its partition up to which it matters, while time alone does not change it. */
    public final long overMs() {
        return newestMs + rule.lifeMs() + behindMs;
    }

    /** Whether nothing of it matters any more at this time. */
    public final boolean isOver(long nowMs) {
        return newestMs + rule.lifeMs() < nowMs && !needsTick();
    }

    /** Time of the newest event of the group. */
    public final long newestMs() {
        return newestMs;
    }

    private void stood(long timeMs, long behind) {
        newestMs = timeMs;
        behindMs = behind;
    }

    /** The rule. */
    public final ActiveRule rule() {
        return rule;
    }

    /** The group. */
    public final Group group() {
        return group;
    }

    final void raise(Said said, Place place, Finding finding, AlertSink sink) {
        boolean suppressed = said.state() == AlertState.suppressed;
        sink.raised(RaisedAlert.of(
                rule.rule(),
                group,
                suppressed ? capped(said) : said,
                place,
                suppressed ? finding.of(FixedPoint.ofWhole(said.threshold())) : finding,
                wallMs));
    }

    /** The bound that was passed is the cap. */
    private Said capped(Said said) {
        long cap = FixedPoint.ofWhole(rule.rule().policy().capPerHour());
        return new Said(said.state(), said.level(), said.timeMs(), cap);
    }

    /** Says whether it waits for ticks; true when that is news. */
    public final boolean markTicking(boolean now) {
        boolean news = ticking != now;
        ticking = now;
        return news;
    }
}
