package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.BodySnapshot;
import io.watchllm.alerting.snapshot.WindowSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.Baseline;
import io.watchllm.alerting.window.LatencyBaseline;
import io.watchllm.alerting.window.PaneWindow;
import io.watchllm.alerting.window.SpendBaseline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value over a sliding window, with or without a baseline. */
final class WindowState extends GroupState {

    private final PaneWindow window;
    private final @Nullable Baseline baseline;
    private final Episode episode = new Episode();
    private long current = Long.MIN_VALUE;
    private long firstMs;
    private long levelsFor = Baseline.NONE;
    private Levels spikeLevels = new Levels(Levels.NONE, Levels.NONE);
    private EventRef trigger = EventRef.NONE;
    private long triggerMs;
    private boolean baselineChanged;

    WindowState(ActiveRule rule, Group group) {
        super(rule, group);
        window = new PaneWindow(rule.panes());
        baseline = switch (rule.rule().kind()) {
            case cost_spike -> new SpendBaseline(rule.rule().windowMs());
            case latency_spike -> new LatencyBaseline();
            default -> null;
        };
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        long pane = rule.pane(seen.timeMs());
        roll(pane, sink);
        if (pane <= current - rule.panes()) {
            var late = new Accumulator();
            late.add(rule.measurement(), seen);
            outside(pane, late, sink);
        } else {
            window.add(pane, rule.measurement(), seen);
        }
        trigger(seen.event(), seen.timeMs());
        evaluate(Math.max(current * rule.slideMs(), Math.max(seen.timeMs(), newestMs())), sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        roll(pane, sink);
        if (pane <= current - rule.panes()) {
            outside(pane, part, sink);
        } else {
            window.merge(pane, part);
        }
        trigger(part.last(), part.lastMs());
        // Uses the time of the pane, not of the event: how the parts were cut must not affect the time of an alert.
        evaluate(current * rule.slideMs(), sink);
    }

    /**
     * Handles a pane that is not late but has left the window: a baseline still counts it, otherwise it is late after
     * all.
     */
    private void outside(long pane, Accumulator part, AlertSink sink) {
        left(pane, part);
        if (baseline == null) {
            sink.late(rule.rule(), part.count());
        }
    }

    private void trigger(EventRef event, long timeMs) {
        trigger = event;
        triggerMs = timeMs;
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        roll(rule.pane(nowMs), sink);
    }

    /** Advances to a later pane, evaluating each one on the way while that may change something. */
    private void roll(long pane, AlertSink sink) {
        if (current == Long.MIN_VALUE) {
            current = pane;
        }
        while (current < pane) {
            current = episode.needsTick() ? nextToEvaluate(pane) : pane;
            window.advance(current, this::left);
            if (episode.needsTick()) {
                evaluateRoll(sink);
            }
        }
    }

    /** The next pane to evaluate; skips to {@code pane} when nothing can change on the way. */
    private long nextToEvaluate(long pane) {
        return window.count() == 0 && !episode.isMoving() ? pane : current + 1;
    }

    private void evaluateRoll(AlertSink sink) {
        long atMs = current * rule.slideMs();
        if (atMs > newestMs()) {
            evaluate(atMs, sink);
        }
    }

    private void left(long pane, Accumulator aggregate) {
        if (baseline != null) {
            baseline.add(pane * rule.slideMs(), aggregate);
            baselineChanged = true;
        }
    }

    private void evaluate(long atMs, AlertSink sink) {
        long before = baseline();
        var levels = levels(before);
        long value = levels == null || window.count() < minCount() ? Episode.UNKNOWN : value();
        var bounds = levels == null ? floor() : levels;
        episode.evaluate(rule, atMs, value, bounds, (status, position) -> emit(status, position, before, sink));
    }

    private void emit(AlertStatus status, EpisodePosition position, long before, AlertSink sink) {
        var start = window.firstMs();
        if (status.timeMs() == position.episodeStartMs() && start != null) {
            firstMs = start;
        }
        var finding = new Finding(
                value(),
                before,
                new Finding.Counts(window.count(), window.unpriced()),
                new Finding.Trigger(trigger, triggerMs, firstMs),
                window.models(),
                "");
        raise(status, position, finding, sink);
    }

    private long value() {
        if (rule.info().quantile() > 0) {
            return FixedPoint.ofMeasured(window.quantile(rule.info().quantile()));
        }
        return switch (rule.measurement()) {
            case FAILURES, TIMEOUTS -> FixedPoint.share(window.bad(), window.count());
            default -> window.sum();
        };
    }

    private long baseline() {
        return baseline == null ? Finding.NONE : baseline.before((current - rule.panes() + 1) * rule.slideMs());
    }

    private @Nullable Levels levels(long before) {
        return switch (rule.rule().measure()) {
            case Measure.Window plain -> plain.levels();
            case Measure.Spike spike
            when before != Baseline.NONE -> {
                if (before != levelsFor) {
                    levelsFor = before;
                    spikeLevels = spike.levels(before);
                }
                yield spikeLevels;
            }
            default -> null;
        };
    }

    /** Bounds shown by an alert that is resolved because there is no baseline any more. */
    private Levels floor() {
        long floor = rule.rule().measure() instanceof Measure.Spike spike ? spike.floor() : 0;
        return new Levels(floor, floor);
    }

    private int minCount() {
        return switch (rule.rule().measure()) {
            case Measure.Window plain -> plain.minCount();
            case Measure.Spike spike -> spike.minCount();
            default -> 1;
        };
    }

    @Override
    public boolean needsTick() {
        return episode.needsTick();
    }

    @Override
    WindowSnapshot snapshot() {
        return new WindowSnapshot(
                trigger.snapshot(), triggerMs, current, firstMs, episode.snapshot(), window.changedPanes());
    }

    @Override
    void restore(Object snapshot) {
        var from = (WindowSnapshot) snapshot;
        trigger = EventRef.of(from.getTrigger());
        triggerMs = from.getTriggerMs();
        current = from.getCurrent();
        firstMs = from.getFirstMs();
        episode.restore(from.getEpisode());
        window.restoreChanged(from.getPanes());
        window.advance(current, (pane, aggregate) -> {
            // It had already left; the baseline that received it was saved then.
        });
    }

    @Override
    boolean isBodyDue() {
        return baselineChanged || window.isMuchChanged();
    }

    @Override
    BodySnapshot body() {
        var body = new BodySnapshot(window.takeAll(), null, List.of());
        if (baseline != null) {
            baseline.save(body);
            baselineChanged = false;
        }
        return body;
    }

    @Override
    void restoreBody(BodySnapshot from) {
        window.restoreAll(from.getPanes());
        if (baseline != null) {
            baseline.restore(from);
        }
    }
}
