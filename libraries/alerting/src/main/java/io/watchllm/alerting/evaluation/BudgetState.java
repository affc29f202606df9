package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.Place;
import io.watchllm.alerting.RaisedAlert.Said;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.BudgetSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Total of a run, or totals of days: the day of the newest event and the {@value ActiveRule#PAST_DAYS} before it. Spend
 * counts for the run or day in which it occurred, however late it arrives; older spend is counted as late. The highest
 * share of the limit that was reached is emitted once and implies those below it: an event or a pane part raises at
 * most one alert, besides the one about suppressed alerts. Unpriced calls are emitted once a day.
 */
final class BudgetState extends GroupState {

    private static final int FULL = 100;

    /** Stands for the only share of calls without a price. */
    private static final long ONCE = 1;

    /** Null for unpriced calls, which have no budget. */
    private final Measure.@Nullable Budget budget;

    private final @Nullable ZoneId zone;
    private final HourlyLimit cap = new HourlyLimit();

    /** Ascending by time. */
    private final List<Total> totals = new ArrayList<>(1);

    private long seenMs = Moment.NEVER;

    BudgetState(ActiveRule rule, Group group) {
        super(rule, group);
        budget = rule.rule().measure() instanceof Measure.Budget limited ? limited : null;
        zone = switch (rule.rule().measure()) {
            case Measure.Budget daily when daily.kind() == RuleKind.daily_budget -> daily.zone();
            case Measure.Unpriced unpriced -> unpriced.zone();
            default -> null;
        };
    }

    @Override
    boolean acceptsLate() {
        return true;
    }

    @Override
    void take(Observation seen, AlertSink sink) {
        var total = total(seen.timeMs());
        if (total == null) {
            sink.late(rule.rule(), 1);
            return;
        }
        total.tally().add(rule.gauge(), seen);
        check(total, seen.timeMs(), sink);
    }

    @Override
    void take(long pane, Accumulator part, AlertSink sink) {
        long atMs = pane * rule.slideMs();
        var total = total(atMs);
        if (total == null) {
            sink.late(rule.rule(), part.count());
            return;
        }
        total.tally().merge(part);
        check(total, atMs, sink);
    }

    /** The total that contains a time; null when that day is no longer kept. */
    private @Nullable Total total(long timeMs) {
        for (int index = totals.size() - 1; index >= 0; index--) {
            if (totals.get(index).contains(timeMs)) {
                return totals.get(index);
            }
        }
        var next = zone == null ? Total.ofRun() : day(timeMs, zone);
        int place = totals.size();
        while (place > 0 && totals.get(place - 1).startMs() > next.startMs()) {
            place--;
        }
        totals.add(place, next);
        forgetOldDays();
        return totals.contains(next) ? next : null;
    }

    private static Total day(long timeMs, ZoneId zone) {
        var date = date(timeMs, zone);
        return new Total(startMs(date, zone), startMs(date.plusDays(1), zone));
    }

    private void forgetOldDays() {
        if (zone != null) {
            var oldest = date(totals.getLast().startMs(), zone).minusDays(ActiveRule.PAST_DAYS);
            totals.removeIf(total -> total.startMs() < startMs(oldest, zone));
        }
    }

    private static LocalDate date(long timeMs, ZoneId zone) {
        return Instant.ofEpochMilli(timeMs).atZone(zone).toLocalDate();
    }

    private static long startMs(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private void check(Total total, long atMs, AlertSink sink) {
        total.saw(atMs);
        seenMs = Math.max(seenMs, atMs);
        emitSuppressed(seenMs, sink);
        long percent = budget == null ? ONCE : budget.reached(total.tally().sum());
        if (percent > total.emittedPercent()) {
            total.emitted(percent);
            emit(total, budget == null ? 0 : percent, sink);
        }
    }

    /**
     * Emits that a share was reached.
     *
     * @param percent the share; 0 for calls without a price
     */
    private void emit(Total total, long percent, AlertSink sink) {
        var level = percent < FULL ? AlertLevel.warn : AlertLevel.critical;
        if (!cap.allows(rule.rule().policy().capPerHour(), level == AlertLevel.critical)) {
            return;
        }
        var tally = total.tally();
        long bound = budget == null ? FixedPoint.ONE : budget.amount(percent);
        long actual = budget == null ? FixedPoint.ofWhole(tally.unpriced()) : tally.sum();
        raise(
                new Said(AlertState.firing, level, total.newestMs(), bound),
                new Place(total.episodeStartMs(), percent),
                finding(tally, actual, percent),
                sink);
    }

    private Finding finding(Accumulator tally, long actual, long percent) {
        // The threshold is the share; the limit is needed to compute what is left.
        long limit = budget == null ? Finding.NONE : budget.limit();
        return finding(tally, actual, limit, percent == 0 ? "" : percent + " %");
    }

    private void emitSuppressed(long atMs, AlertSink sink) {
        var over = cap.turn(atMs);
        if (over != null) {
            var finding = finding(totals.getLast().tally(), FixedPoint.ofWhole(over.count()), 0);
            raise(over.said(), over.place(), finding, sink);
        }
    }

    @Override
    void pass(long nowMs, AlertSink sink) {
        if (!totals.isEmpty() && nowMs > seenMs) {
            seenMs = nowMs;
            emitSuppressed(nowMs, sink);
        }
    }

    @Override
    public boolean needsTick() {
        return cap.isPending();
    }

    @Override
    BudgetSnapshot snapshot() {
        return new BudgetSnapshot(
                cap.snapshot(), seenMs, totals.stream().map(Total::snapshot).toList());
    }

    @Override
    void restore(Object snapshot) {
        var from = (BudgetSnapshot) snapshot;
        cap.restore(from.getLimit());
        seenMs = from.getSeenMs();
        from.getTotals().forEach(total -> totals.add(Total.of(total)));
    }
}
