package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.SingleSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Single events above their bound: each is an alert of its own, over once emitted except for the cooldown. */
public final class SingleState extends GroupState {

    private final Levels levels;
    private final HourlyLimit cap = new HourlyLimit();
    private final long[] coolUntilMs = {Moment.NEVER, Moment.NEVER};
    private EventRef latest = EventRef.NONE;
    private long repeats;
    private long seenMs = Moment.NEVER;

    SingleState(ActiveRule rule, Group group, Levels levels) {
        super(rule, group);
        this.levels = levels;
    }

    /** Whether a single event breaches the rule, which must be on single events; others need not be sent on. */
    public static boolean isBreach(ActiveRule rule, Observation seen) {
        return rule.rule().measure() instanceof Measure.Single single
                && Accumulator.value(rule.measurement(), seen)
                        >= single.levels().lowest();
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        var one = new Accumulator();
        one.add(rule.measurement(), seen);
        check(one, sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        check(part, sink);
    }

    private void check(Accumulator one, AlertSink sink) {
        long atMs = one.lastMs();
        seenMs = Math.max(seenMs, atMs);
        emitSuppressed(seenMs, sink);
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
        repeats = one.last().equals(latest) ? repeats + 1 : 0;
        latest = one.last();
        if (cap.allows(rule.rule().policy().capPerHour(), critical)) {
            var status = new AlertStatus(
                    AlertState.firing,
                    critical ? AlertLevel.critical : AlertLevel.warn,
                    atMs,
                    critical ? levels.critical() : levels.warn());
            raise(
                    status,
                    new EpisodePosition(atMs, number(latest) + repeats),
                    finding(one, one.sum(), Finding.NONE, ""),
                    sink);
        }
    }

    /** Numbers alerts of one millisecond by their events, so that ids do not depend on the order of arrival. */
    private static long number(EventRef event) {
        // No id contains NUL, so two events never give the same text.
        var name = event.runId() + '\0' + event.eventId();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits() >>> 1;
    }

    private void emitSuppressed(long atMs, AlertSink sink) {
        var over = cap.turn(atMs);
        if (over != null) {
            raise(
                    over.status(),
                    over.position(),
                    new Finding(
                            0,
                            Finding.NONE,
                            new Finding.Counts(over.status().threshold(), 0),
                            new Finding.Trigger(
                                    EventRef.NONE, newestMs(), over.position().episodeStartMs()),
                            List.of(),
                            ""),
                    sink);
        }
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        seenMs = Math.max(seenMs, nowMs);
        emitSuppressed(seenMs, sink);
    }

    @Override
    public boolean needsTick() {
        return cap.isPending();
    }

    @Override
    SingleSnapshot snapshot() {
        return new SingleSnapshot(
                cap.snapshot(),
                latest.snapshot(),
                repeats,
                seenMs,
                Arrays.stream(coolUntilMs).boxed().toList());
    }

    @Override
    void restore(Object snapshot) {
        var from = (SingleSnapshot) snapshot;
        cap.restore(from.getLimit());
        latest = EventRef.of(from.getLatest());
        repeats = from.getRepeats();
        seenMs = from.getSeenMs();
        Arrays.setAll(coolUntilMs, from.getCoolUntilMs()::get);
    }
}
