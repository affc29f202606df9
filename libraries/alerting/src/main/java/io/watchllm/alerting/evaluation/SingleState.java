package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.Place;
import io.watchllm.alerting.RaisedAlert.Said;
import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Single events above their bound: each is an alert of its own, over once emitted except for the cooldown. */
public final class SingleState extends GroupState {

    private static final int LEVELS = 2;

    private final ActiveRule rule;
    private final Levels levels;
    private final HourlyLimit cap = new HourlyLimit();
    private final long[] coolUntilMs = {Moment.NEVER, Moment.NEVER};
    private EventRef told = EventRef.NONE;
    private long repeats;
    private long seenMs = Moment.NEVER;

    SingleState(ActiveRule rule, Group group) {
        super(rule, group);
        this.rule = rule;
        levels = levels(rule);
    }

    /** Whether a single event breaches the rule; others need not be sent on. */
    public static boolean isTold(ActiveRule rule, Observation seen) {
        return Accumulator.value(rule.gauge(), seen) >= levels(rule).lowest();
    }

    private static Levels levels(ActiveRule rule) {
        return rule.rule().measure() instanceof Measure.Single single
                ? single.levels()
                : new Levels(Levels.NONE, Levels.NONE);
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        var one = new Accumulator();
        one.add(rule.gauge(), seen);
        check(one, sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        check(part, sink);
    }

    private void check(Accumulator one, AlertSink sink) {
        long atMs = one.lastMs();
        seenMs = Math.max(seenMs, atMs);
        tellSuppressed(seenMs, sink);
        boolean critical = levels.critical() != Levels.NONE && one.sum() >= levels.critical();
        boolean warn = levels.warn() != Levels.NONE && one.sum() >= levels.warn();
        int level = critical ? 1 : 0;
        long cooldownMs = rule.rule().policy().cooldownMs();
        // Without a cooldown, an event slightly older than the last one is emitted too.
        if ((!critical && !warn) || (cooldownMs > 0 && coolUntilMs[level] > atMs)) {
            return;
        }
        for (int each = 0; each <= level; each++) {
            coolUntilMs[each] = atMs + cooldownMs;
        }
        repeats = one.last().equals(told) ? repeats + 1 : 0;
        told = one.last();
        if (cap.allows(rule.rule().policy().capPerHour(), critical)) {
            var said = new Said(
                    AlertState.firing,
                    critical ? AlertLevel.critical : AlertLevel.warn,
                    atMs,
                    critical ? levels.critical() : levels.warn());
            raise(said, new Place(atMs, number(told) + repeats), finding(one), sink);
        }
    }

    /** Numbers alerts of one millisecond by their events, so that ids do not depend on the order of arrival. */
    private static long number(EventRef event) {
        // No id contains NUL, so two events never give the same text.
        var name = event.runId() + '\0' + event.eventId();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits() >>> 1;
    }

    private static Finding finding(Accumulator one) {
        return new Finding(
                one.sum(),
                Finding.NONE,
                new Finding.Counts(one.count(), one.unpriced()),
                new Finding.Trigger(one.last(), one.lastMs(), one.firstMs()),
                one.models().sorted(),
                "");
    }

    private void tellSuppressed(long atMs, AlertSink sink) {
        var over = cap.turn(atMs);
        if (over != null) {
            raise(
                    new Said(AlertState.suppressed, over.level(), over.endMs(), over.count()),
                    new Place(over.hourMs(), 0),
                    new Finding(
                            FixedPoint.ofWhole(over.count()),
                            Finding.NONE,
                            new Finding.Counts(over.count(), 0),
                            new Finding.Trigger(EventRef.NONE, newestMs(), over.hourMs()),
                            List.of(),
                            ""),
                    sink);
        }
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        seenMs = Math.max(seenMs, nowMs);
        tellSuppressed(seenMs, sink);
    }

    @Override
    public boolean needsTick() {
        return cap.isPending();
    }

    @Override
    void write(ByteWriter out) {
        cap.write(out);
        told.write(out);
        out.number(repeats).number(seenMs);
        for (int each = 0; each < LEVELS; each++) {
            out.number(coolUntilMs[each]);
        }
    }

    @Override
    void read(ByteReader in) {
        cap.read(in);
        told = EventRef.read(in);
        repeats = in.number();
        seenMs = in.number();
        for (int each = 0; each < LEVELS; each++) {
            coolUntilMs[each] = in.number();
        }
    }
}
