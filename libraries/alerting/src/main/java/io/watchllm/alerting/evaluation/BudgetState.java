package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Finding;
import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.snapshot.BudgetSnapshot;
import io.watchllm.alerting.snapshot.TotalSnapshot;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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
        total.spent.add(rule.measurement(), seen);
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
        total.spent.merge(part);
        check(total, atMs, sink);
    }

    /** The total that contains a time; null when that day is no longer kept. */
    private @Nullable Total total(long timeMs) {
        for (int index = totals.size() - 1; index >= 0; index--) {
            var total = totals.get(index);
            if (total.startMs <= timeMs && timeMs < total.endMs) {
                return total;
            }
        }
        var next = zone == null ? new Total(Moment.NEVER, Long.MAX_VALUE, new Accumulator()) : day(timeMs, zone);
        totals.add(next);
        totals.sort(Comparator.comparingLong(total -> total.startMs));
        forgetOldDays();
        return totals.contains(next) ? next : null;
    }

    private static Total day(long timeMs, ZoneId zone) {
        var date = date(timeMs, zone);
        return new Total(startMs(date, zone), startMs(date.plusDays(1), zone), new Accumulator());
    }

    private void forgetOldDays() {
        if (zone != null) {
            var oldest = date(totals.getLast().startMs, zone).minusDays(ActiveRule.PAST_DAYS);
            totals.removeIf(total -> total.startMs < startMs(oldest, zone));
        }
    }

    private static LocalDate date(long timeMs, ZoneId zone) {
        return Instant.ofEpochMilli(timeMs).atZone(zone).toLocalDate();
    }

    private static long startMs(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private void check(Total total, long atMs, AlertSink sink) {
        total.newestMs = Math.max(total.newestMs, atMs);
        seenMs = Math.max(seenMs, atMs);
        emitSuppressed(seenMs, sink);
        long percent = budget == null ? ONCE : budget.reached(total.spent.sum());
        if (percent > total.emittedPercent) {
            total.emittedPercent = percent;
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
        var spent = total.spent;
        long bound = budget == null ? FixedPoint.ONE : budget.amount(percent);
        long actual = budget == null ? FixedPoint.ofWhole(spent.unpriced()) : spent.sum();
        // The episode of a run starts with its first event, late ones included.
        long startMs = zone == null ? spent.firstMs() : total.startMs;
        raise(
                new AlertStatus(AlertState.firing, level, total.newestMs, bound),
                new EpisodePosition(startMs, percent),
                finding(spent, actual, percent),
                sink);
    }

    private Finding finding(Accumulator spent, long actual, long percent) {
        // The threshold is the share; the limit is needed to compute what is left.
        long limit = budget == null ? Finding.NONE : budget.limit();
        return finding(spent, actual, limit, percent == 0 ? "" : percent + " %");
    }

    private void emitSuppressed(long atMs, AlertSink sink) {
        var over = cap.turn(atMs);
        if (over != null) {
            raise(over.status(), over.position(), finding(totals.getLast().spent, 0, 0), sink);
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
        from.getTotals().forEach(total -> totals.add(new Total(total)));
    }

    /** Total of a run or a day. It only grows. */
    private static final class Total {

        /** Inclusive. */
        private final long startMs;

        /** Exclusive. */
        private final long endMs;

        private final Accumulator spent;

        /** Time of the newest addition; late ones do not move it back. */
        private long newestMs = Moment.NEVER;

        /** The highest share that was emitted; 0 for none. */
        private long emittedPercent;

        Total(long startMs, long endMs, Accumulator spent) {
            this.startMs = startMs;
            this.endMs = endMs;
            this.spent = spent;
        }

        Total(TotalSnapshot from) {
            this(from.getStartMs(), from.getEndMs(), Accumulator.of(from.getAggregate()));
            newestMs = from.getNewestMs();
            emittedPercent = from.getEmittedPercent();
        }

        TotalSnapshot snapshot() {
            return new TotalSnapshot(startMs, endMs, newestMs, emittedPercent, spent.snapshot());
        }
    }
}
