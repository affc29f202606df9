package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.Place;
import io.watchllm.alerting.RaisedAlert.Said;
import io.watchllm.alerting.loop.LoopCheck;
import io.watchllm.alerting.loop.RunHistory;
import io.watchllm.alerting.loop.RunHistory.Verdict;
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
import io.watchllm.alerting.window.Models;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;

/** State of a run that may loop or run away. The value is the highest ratio of a check's count to its limit. */
final class LoopState extends GroupState {

    private static final int WAITS_IN_A_WINDOW = 60;

    private final ActiveRule rule;
    private final Measure.Loop limits;
    private final Levels levels;
    private final RunHistory trail;
    private final Episode episode = new Episode();
    private LoopCheck check = LoopCheck.SAME_CALL;
    private Models models = new Models();
    private EventRef last = EventRef.NONE;
    private long judgedMs = Moment.NEVER;

    LoopState(ActiveRule rule, Group group) {
        super(rule, group);
        this.rule = rule;
        if (!(rule.rule().measure() instanceof Measure.Loop loop)) {
            throw new IllegalArgumentException(
                    "no rule about loops: " + rule.rule().id());
        }
        limits = loop;
        levels = new Levels(FixedPoint.ONE, loop.criticalFactor());
        trail = new RunHistory(loop);
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        pass(seen.timeMs(), sink);
        trail.add(seen);
        models.add(seen.who().actor().model());
        last = seen.event();
        judge(Math.max(seen.timeMs(), judgedMs), sink);
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
        long silentMs = trail.lastMs() + limits.windowMs();
        judgeAt(silentMs, nowMs, sink);
        judgeAt(silentMs + rule.slideMs(), nowMs, sink);
        judgeAt(nowMs, nowMs, sink);
    }

    private void judgeAt(long atMs, long nowMs, AlertSink sink) {
        if (atMs <= nowMs && atMs > judgedMs) {
            judge(atMs, sink);
        }
    }

    private void judge(long atMs, AlertSink sink) {
        judgedMs = atMs;
        trail.forget(atMs);
        var worst = trail.worst(atMs);
        episode.judge(rule, atMs, worst.ratio(), levels, (said, place) -> tell(said, place, worst, sink));
    }

    private void tell(Said said, Place place, Verdict worst, AlertSink sink) {
        if (said.state() == AlertState.suppressed) {
            raise(said, place, finding(worst, said.threshold()), sink);
            return;
        }
        boolean over = said.state() == AlertState.resolved;
        var verdict = over ? trail.verdict(check, judgedMs) : worst;
        check = verdict.check();
        long limit = FixedPoint.ofWhole(verdict.limit());
        long bound = said.level() == AlertLevel.critical ? FixedPoint.times(limit, limits.criticalFactor()) : limit;
        raise(
                new Said(said.state(), said.level(), said.timeMs(), bound),
                place,
                finding(verdict, FixedPoint.ofWhole(verdict.count())),
                sink);
    }

    private Finding finding(Verdict verdict, long actual) {
        var tool = verdict.tool().isEmpty() ? "" : " (" + verdict.tool() + ")";
        return new Finding(
                actual,
                Finding.NONE,
                new Finding.Counts(trail.events(), 0),
                new Finding.Trigger(last, trail.lastMs(), trail.firstMs()),
                models.sorted(),
                verdict.check().words() + tool);
    }

    /** Waits longer than other states: little changes before the oldest step leaves the window. */
    @Override
    public long waitMs(Moment now) {
        long untilOlderMs = trail.firstMs() + limits.windowMs() - timeMs(now);
        return Math.max(super.waitMs(now), Math.min(limits.windowMs() / WAITS_IN_A_WINDOW, untilOlderMs));
    }

    @Override
    public boolean needsTick() {
        return episode.needsTick();
    }

    @Override
    void write(ByteWriter out) {
        episode.write(out);
        trail.write(out);
        models.write(out);
        out.name(check.name());
        last.write(out);
        out.number(judgedMs);
    }

    @Override
    void read(ByteReader in) {
        episode.read(in);
        trail.read(in);
        models = Models.read(in);
        check = LoopCheck.valueOf(in.name());
        last = EventRef.read(in);
        judgedMs = in.number();
    }
}
