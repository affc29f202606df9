package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.snapshot.SilenceSnapshot;
import io.watchllm.alerting.window.Accumulator;
import java.util.List;

/**
 * Silence after at least one event: the state NO_DATA. The value is the seconds since the last event. A level is
 * emitted with the time at which it was reached, when the next event or tick comes.
 */
final class SilenceState extends GroupState {

    /** Billionths of a second in a millisecond. */
    private static final long MS = FixedPoint.ONE / 1_000;

    private final Levels levels;
    private final Episode episode = new Episode();
    private long lastMs = Moment.NEVER;
    private EventRef last = EventRef.NONE;
    private long count;
    private long evaluatedMs = Moment.NEVER;

    SilenceState(ActiveRule rule, Group group, Levels levels) {
        super(rule, group);
        this.levels = levels;
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        came(seen.timeMs(), seen.timeMs(), seen.event(), 1, sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        came(part.firstMs(), part.lastMs(), part.last(), part.count(), sink);
    }

    private void came(long fromMs, long toMs, EventRef event, long events, AlertSink sink) {
        count += events;
        pass(fromMs, sink);
        if (toMs > lastMs) {
            lastMs = toMs;
            last = event;
        }
        evaluate(Math.max(fromMs, evaluatedMs), 0, sink);
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        if (lastMs == Moment.NEVER) {
            return;
        }
        reach(levels.warn(), nowMs, sink);
        reach(levels.critical(), nowMs, sink);
        if (nowMs > evaluatedMs && nowMs > lastMs) {
            evaluate(nowMs, (nowMs - lastMs) * MS, sink);
        }
    }

    /** Evaluates the moment at which a level was reached, if it has passed and was not evaluated yet. */
    private void reach(long bound, long nowMs, AlertSink sink) {
        long atMs = lastMs + bound / MS;
        if (bound != Levels.NONE && atMs <= nowMs && atMs > evaluatedMs) {
            evaluate(atMs, bound, sink);
        }
    }

    private void evaluate(long atMs, long value, AlertSink sink) {
        evaluatedMs = atMs;
        episode.evaluate(rule, atMs, value, levels, (status, position) -> emit(status, position, value, sink));
    }

    private void emit(AlertStatus status, EpisodePosition position, long value, AlertSink sink) {
        var finding = new Finding(
                value,
                Finding.NONE,
                new Finding.Counts(count, 0),
                new Finding.Trigger(last, lastMs, lastMs),
                List.of(),
                "");
        raise(status, position, finding, sink);
    }

    @Override
    public boolean needsTick() {
        boolean worse = lastMs != Moment.NEVER && evaluatedMs < lastMs + levels.highest() / MS;
        boolean again = rule.rule().policy().renotifyMs() > 0 && episode.isMoving();
        return worse || again || episode.isPending();
    }

    @Override
    SilenceSnapshot snapshot() {
        return new SilenceSnapshot(episode.snapshot(), lastMs, last.snapshot(), count, evaluatedMs);
    }

    @Override
    void restore(Object snapshot) {
        var from = (SilenceSnapshot) snapshot;
        episode.restore(from.getEpisode());
        lastMs = from.getLastMs();
        last = EventRef.of(from.getLast());
        count = from.getCount();
        evaluatedMs = from.getEvaluatedMs();
    }
}
