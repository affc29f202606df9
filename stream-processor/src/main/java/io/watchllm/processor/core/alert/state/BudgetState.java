package io.watchllm.processor.core.alert.state;

import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import io.watchllm.processor.core.alert.Finding;
import io.watchllm.processor.core.alert.FixedPoint;
import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.RaisedAlert.Place;
import io.watchllm.processor.core.alert.RaisedAlert.Said;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.rule.Measure;
import io.watchllm.processor.core.alert.window.Tally;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The total of a run, or the totals of today and, for what comes late, of the day before. Each share of the limit is
 * told once, by an alert of its own also when one call passes several. Unpriced calls are told once a day.
 */
final class BudgetState extends GroupState {

    private static final int TOTALS_MAX = 2;
    private static final int FULL = 100;

    private final ActiveRule rule;
    private final Cap cap = new Cap();
    private final List<Total> totals = new ArrayList<>(1);
    private long seenMs;

    BudgetState(ActiveRule rule, Group group) {
        super(rule, group);
        this.rule = rule;
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        var total = total(seen.timeMs());
        if (total != null) {
            total.tally().add(rule.gauge(), seen);
            check(total, seen.timeMs(), sink);
        }
    }

    @Override
    void take(long pane, Tally part, AlertSink sink) {
        long atMs = pane * rule.slideMs();
        var total = total(atMs);
        if (total != null) {
            total.tally().merge(part);
            check(total, atMs, sink);
        }
    }

    /** The total that a time belongs to; null when that is over for long. */
    private @Nullable Total total(long timeMs) {
        for (int index = totals.size() - 1; index >= 0; index--) {
            if (totals.get(index).contains(timeMs)) {
                return totals.get(index);
            }
        }
        var next = newTotal(timeMs);
        if (!totals.isEmpty() && next.startMs() < totals.getLast().startMs()) {
            return late(next);
        }
        totals.add(next);
        if (totals.size() > TOTALS_MAX) {
            totals.removeFirst();
        }
        return next;
    }

    private @Nullable Total late(Total before) {
        if (totals.size() == TOTALS_MAX) {
            return null;
        }
        totals.addFirst(before);
        return before;
    }

    private Total newTotal(long timeMs) {
        return switch (rule.rule().measure()) {
            case Measure.Budget budget when budget.kind() == RuleKind.daily_budget -> day(timeMs, budget.zone());
            case Measure.Unpriced unpriced -> day(timeMs, unpriced.zone());
            default -> new Total(0, Long.MAX_VALUE);
        };
    }

    private static Total day(long timeMs, ZoneId zone) {
        var date = Instant.ofEpochMilli(timeMs).atZone(zone).toLocalDate();
        return new Total(
                date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }

    private void check(Total total, long atMs, AlertSink sink) {
        long nowMs = Math.max(atMs, seenMs);
        seenMs = nowMs;
        tellSuppressed(nowMs, sink);
        switch (rule.rule().measure()) {
            case Measure.Budget budget -> {
                while (total.tally().sum() >= bound(budget, percent(budget, total.steps()))) {
                    int percent = percent(budget, total.steps());
                    var level = percent < FULL ? AlertLevel.warn : AlertLevel.critical;
                    tell(total, new Said(AlertState.firing, level, atMs, bound(budget, percent)), percent, sink);
                }
            }
            case Measure.Unpriced _
            when total.steps() == 0 ->
                tell(total, new Said(AlertState.firing, AlertLevel.warn, atMs, FixedPoint.ONE), 0, sink);
            default -> {
                // It was told today.
            }
        }
    }

    /** The share of a step: those of the rule, then each further whole. */
    private static int percent(Measure.Budget budget, int step) {
        var percents = budget.percents();
        if (step < percents.size()) {
            return percents.get(step);
        }
        return (percents.getLast() / FULL + 1 + step - percents.size()) * FULL;
    }

    private static long bound(Measure.Budget budget, int percent) {
        long part = budget.limit() / FULL;
        long rest = budget.limit() % FULL;
        return FixedPoint.plus(
                part > Long.MAX_VALUE / percent ? Long.MAX_VALUE : part * percent, rest * percent / FULL);
    }

    private void tell(Total total, Said said, int percent, AlertSink sink) {
        total.stepDone();
        if (!cap.allows(rule.rule().policy().capPerHour(), said.level() == AlertLevel.critical)) {
            return;
        }
        var tally = total.tally();
        boolean unpriced = rule.rule().kind() == RuleKind.unpriced_model;
        // A run has no begin of its own but its first event.
        long startMs = total.startMs() == 0 ? tally.firstMs() : total.startMs();
        raise(
                said,
                new Place(startMs, percent),
                finding(tally, unpriced ? FixedPoint.ofWhole(tally.unpriced()) : tally.sum(), percent),
                sink);
    }

    private Finding finding(Tally tally, long actual, int percent) {
        return new Finding(
                actual,
                // The threshold is the share: who wants to know how much is left needs the whole.
                rule.rule().measure() instanceof Measure.Budget budget ? budget.limit() : Finding.NONE,
                new Finding.Counts(tally.count(), tally.unpriced()),
                new Finding.Trigger(tally.lastId(), tally.lastMs(), tally.firstMs()),
                tally.models().sorted(),
                percent == 0 ? "" : percent + " %");
    }

    private void tellSuppressed(long atMs, AlertSink sink) {
        var over = cap.turn(atMs);
        if (over != null) {
            var finding = finding(totals.getLast().tally(), FixedPoint.ofWhole(over.count()), 0);
            raise(
                    new Said(AlertState.suppressed, over.level(), over.endMs(), over.count()),
                    new Place(over.hourMs(), 0),
                    finding,
                    sink);
        }
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        if (!totals.isEmpty() && nowMs > seenMs) {
            seenMs = nowMs;
            tellSuppressed(nowMs, sink);
        }
    }

    @Override
    public boolean needsTick() {
        return cap.isPending();
    }

    @Override
    void write(ByteWriter out) {
        cap.write(out);
        out.number(seenMs).number(totals.size());
        totals.forEach(total -> total.write(out));
    }

    @Override
    void read(ByteReader in) {
        cap.read(in);
        seenMs = in.number();
        int size = in.count(TOTALS_MAX);
        for (int index = 0; index < size; index++) {
            totals.add(Total.read(in));
        }
    }
}
