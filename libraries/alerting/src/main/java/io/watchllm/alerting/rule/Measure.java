package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** What a rule measures, and its bounds. */
public sealed interface Measure {

    /** All of a budget, in percent. */
    int WHOLE = 100;

    /** Its kind. */
    RuleKind kind();

    /** Cost or latency of a single event. */
    record Single(RuleKind kind, Levels levels) implements Measure {}

    /**
     * A number over a window: a sum, a percentile, a rate.
     *
     * @param minCount number of events in the window below which the rule is not evaluated
     */
    record Window(RuleKind kind, Levels levels, long windowMs, int minCount) implements Measure {}

    /**
     * A number over a window, compared with its baseline.
     *
     * @param factors level bounds as multiples of the baseline
     * @param floor values below it never fire
     */
    record Spike(RuleKind kind, Levels factors, long floor, long windowMs, int minCount) implements Measure {

        /** Bounds for this baseline: multiples of it, but not below the floor. */
        public Levels levels(long baseline) {
            var levels = factors.times(baseline);
            return new Levels(
                    Math.max(floor, levels.warn()),
                    levels.critical() == Levels.NONE ? Levels.NONE : Math.max(floor, levels.critical()));
        }
    }

    /**
     * A total of a run or a day, which only grows.
     *
     * @param limit 100 percent, in billionths of USD; more than 0
     * @param percents shares at which an alert is emitted, ascending, at least one
     * @param zone time zone of a day
     * @param windowMs how long an idle run is remembered
     */
    record Budget(RuleKind kind, long limit, List<Integer> percents, ZoneId zone, long windowMs) implements Measure {

        /**
         * The highest share that this total has reached, in percent: one of those listed, or a multiple of 100 above
         * them; 0 for none. Takes constant time however far the total exceeds the limit.
         *
         * @param total in billionths of USD; {@link Long#MAX_VALUE} if larger
         */
        public long reached(long total) {
            // Capped so that the percentage doesn't overflow, even if a budget of a billionth is exceeded a billion
            // billion times.
            long wholes = Math.min(total / limit, Long.MAX_VALUE / WHOLE);
            if (wholes > percents.getLast() / WHOLE) {
                return wholes * WHOLE;
            }
            for (int percent : percents.reversed()) {
                long amount = amount(percent);
                // A saturated amount can't be compared: a saturated total may be below or above it.
                if (total >= amount && amount < Long.MAX_VALUE) {
                    return percent;
                }
            }
            return 0;
        }

        /** Amount of a share in billionths of USD, rounded down; {@link Long#MAX_VALUE} if larger. */
        public long amount(long percent) {
            long part = limit / WHOLE;
            long rest = limit % WHOLE;
            return FixedPoint.plus(
                    part > Long.MAX_VALUE / percent ? Long.MAX_VALUE : part * percent,
                    rest > Long.MAX_VALUE / percent ? Long.MAX_VALUE : rest * percent / WHOLE);
        }
    }

    /** The first call of a day whose cost is not known. */
    record Unpriced(ZoneId zone) implements Measure {
        @Override
        public RuleKind kind() {
            return RuleKind.unpriced_model;
        }
    }

    /**
     * No events arrive any more.
     *
     * @param levels seconds of silence
     */
    record Silence(Levels levels) implements Measure {
        @Override
        public RuleKind kind() {
            return RuleKind.no_data;
        }
    }

    /**
     * A run that loops, or runs too long.
     *
     * @param criticalFactor multiple of a limit that is critical, in billionths
     * @param windowMs age above which steps are forgotten
     */
    record Loop(Repeats repeats, Bounds bounds, long criticalFactor, long windowMs) implements Measure {
        @Override
        public RuleKind kind() {
            return RuleKind.agent_loop;
        }
    }

    /** Number of repetitions that count as a loop: 0 disables the check. */
    record Repeats(int calls, int cycles, int failures, int staleSteps) {}

    /** Maximum size of a run: 0 is unlimited. */
    record Bounds(int steps, int calls, long runMs) {}

    /** The measure of a valid record. */
    static Measure of(AlertRule rule) {
        var kind = rule.getKind();
        var levels = new Levels(RuleField.WARN.number(rule), RuleField.CRITICAL.number(rule));
        long windowMs = RuleField.WINDOW.number(rule);
        int minCount = whole(RuleField.MIN_COUNT, rule);
        return switch (kind) {
            case single_event_cost, single_event_latency -> new Single(kind, levels);
            case cost_spike, latency_spike ->
                new Spike(
                        kind,
                        new Levels(RuleField.FACTOR.number(rule), RuleField.CRITICAL_FACTOR.number(rule)),
                        RuleField.FLOOR.number(rule),
                        windowMs,
                        minCount);
            case run_budget, daily_budget ->
                new Budget(kind, RuleField.LIMIT.number(rule), rule.getBudgetPercents(), zone(rule), windowMs);
            case unpriced_model -> new Unpriced(zone(rule));
            case no_data -> new Silence(levels);
            case agent_loop -> loop(rule, windowMs);
            case unknown -> throw new IllegalArgumentException("a rule of an unknown kind was not refused");
            default -> new Window(kind, levels, windowMs, minCount);
        };
    }

    private static Measure loop(AlertRule rule, long windowMs) {
        return new Loop(
                new Repeats(
                        whole(RuleField.REPEAT_CALLS, rule),
                        whole(RuleField.REPEAT_CYCLES, rule),
                        whole(RuleField.RETRY_FAILURES, rule),
                        whole(RuleField.STALE_STEPS, rule)),
                new Bounds(
                        whole(RuleField.MAX_STEPS, rule),
                        whole(RuleField.MAX_CALLS, rule),
                        RuleField.MAX_RUN.number(rule)),
                RuleField.CRITICAL_FACTOR.number(rule),
                windowMs);
    }

    private static int whole(RuleField field, AlertRule rule) {
        return (int) field.number(rule);
    }

    private static ZoneId zone(AlertRule rule) {
        return rule.getTimeZone() == null ? ZoneOffset.UTC : ZoneId.of(rule.getTimeZone());
    }
}
