package io.watchllm.alerting.rule;

import io.watchllm.control.RuleKind;
import java.time.ZoneId;
import java.util.List;

/** What a rule measures, and its bounds. */
public sealed interface Measure {

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
    record Spike(RuleKind kind, Levels factors, long floor, long windowMs, int minCount) implements Measure {}

    /**
     * A total of a run or a day, which only grows.
     *
     * @param limit 100 percent, in USD
     * @param percents shares at which an alert is emitted, ascending
     * @param zone time zone of a day
     * @param windowMs how long an idle run is remembered
     */
    record Budget(RuleKind kind, long limit, List<Integer> percents, ZoneId zone, long windowMs) implements Measure {}

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
}
