package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.loop.LoopCheck;
import io.watchllm.alerting.loop.RunHistory;
import io.watchllm.alerting.loop.RunHistory.Verdict;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.LoopSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.Models;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.util.List;

/** State of a run that may loop or run away. The value is the highest ratio of a check's count to its limit. */
final class LoopState extends GroupState {

    private static final int WAITS_IN_A_WINDOW = 60;

    private final Measure.Loop limits;
    private final Levels levels;
    private final RunHistory history;
    private final Episode episode = new Episode();
    private LoopCheck check = LoopCheck.SAME_CALL;
    private List<String> models = List.of();
    private EventRef last = EventRef.NONE;
    private long evaluatedMs = Moment.NEVER;

    LoopState(ActiveRule rule, Group group, Measure.Loop loop) {
        super(rule, group);
        limits = loop;
        levels = new Levels(FixedPoint.ONE, loop.criticalFactor());
        history = new RunHistory(loop);
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        pass(seen.timeMs(), sink);
        history.add(seen);
        models = Models.add(models, seen.who().actor().model());
        last = seen.event();
        evaluate(Math.max(seen.timeMs(), evaluatedMs), sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        throw new IllegalStateException("loops are looked for in single events");
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        if (!episode.needsTick()) {
            return;
        }
        long silentMs = history.lastMs() + limits.windowMs();
        evaluateAt(silentMs, nowMs, sink);
        evaluateAt(silentMs + rule.slideMs(), nowMs, sink);
        evaluateAt(nowMs, nowMs, sink);
    }

    private void evaluateAt(long atMs, long nowMs, AlertSink sink) {
        if (atMs <= nowMs && atMs > evaluatedMs) {
            evaluate(atMs, sink);
        }
    }

    private void evaluate(long atMs, AlertSink sink) {
        evaluatedMs = atMs;
        history.forget(atMs);
        var worst = history.worst(atMs);
        episode.evaluate(rule, atMs, worst.ratio(), levels, (status, position) -> emit(status, position, worst, sink));
    }

    private void emit(AlertStatus status, EpisodePosition position, Verdict worst, AlertSink sink) {
        if (status.state() == AlertState.suppressed) {
            raise(status, position, finding(worst, status.threshold()), sink);
            return;
        }
        boolean over = status.state() == AlertState.resolved;
        var verdict = over ? history.verdict(check, evaluatedMs) : worst;
        check = verdict.check();
        long limit = FixedPoint.ofWhole(verdict.limit());
        long bound = status.level() == AlertLevel.critical ? FixedPoint.times(limit, limits.criticalFactor()) : limit;
        raise(
                new AlertStatus(status.state(), status.level(), status.timeMs(), bound),
                position,
                finding(verdict, FixedPoint.ofWhole(verdict.count())),
                sink);
    }

    private Finding finding(Verdict verdict, long actual) {
        var tool = verdict.tool().isEmpty() ? "" : " (" + verdict.tool() + ")";
        return new Finding(
                actual,
                Finding.NONE,
                new Finding.Counts(history.events(), 0),
                new Finding.Trigger(last, history.lastMs(), history.firstMs()),
                models,
                verdict.check().words() + tool);
    }

    /** Waits longer than other states: little changes before the oldest step leaves the window. */
    @Override
    public long waitMs(Moment now) {
        long untilOlderMs = history.firstMs() + limits.windowMs() - timeMs(now);
        return Math.max(super.waitMs(now), Math.min(limits.windowMs() / WAITS_IN_A_WINDOW, untilOlderMs));
    }

    @Override
    public boolean needsTick() {
        return episode.needsTick();
    }

    @Override
    LoopSnapshot snapshot() {
        return new LoopSnapshot(
                episode.snapshot(), history.snapshot(), models, check.name(), last.snapshot(), evaluatedMs);
    }

    @Override
    void restore(Object snapshot) {
        var from = (LoopSnapshot) snapshot;
        episode.restore(from.getEpisode());
        history.restore(from.getHistory());
        models = Models.addAll(List.of(), from.getModels());
        check = LoopCheck.valueOf(from.getCheck());
        last = EventRef.of(from.getLast());
        evaluatedMs = from.getEvaluatedMs();
    }
}
