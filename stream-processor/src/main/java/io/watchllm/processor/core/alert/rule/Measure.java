package io.watchllm.processor.core.alert.rule;

import io.watchllm.control.RuleKind;
import java.time.ZoneId;
import java.util.List;

/** What a rule measures, and when it is too much. */
public sealed interface Measure {

    /** Its kind. */
    RuleKind kind();

    /** One event: its cost or its latency. */
    record Single(RuleKind kind, Levels levels) implements Measure {}

    /**
     * A number over a window: a sum, a percentile, a rate.
     *
     * @param minCount events that the window needs before it is judged
     */
    record Window(RuleKind kind, Levels levels, long windowMs, int minCount) implements Measure {}

    /**
     * A number over a window, against what it was before.
     *
     * @param factors how many times the baseline is each level
     * @param floor values under it never fire
     */
    record Spike(RuleKind kind, Levels factors, long floor, long windowMs, int minCount) implements Measure {}

    /**
     * A total that only grows, of a run or of a day.
     *
     * @param limit 100 percent, in USD
     * @param percents shares at which to tell, rising
     * @param zone whose days count, for a day
     * @param windowMs how long a silent run is still remembered
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
     * Nothing came any more.
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
     * A run that goes in circles, or on and on.
     *
     * @param criticalFactor how many times a limit is critical, in billionths
     * @param windowMs steps older than that are forgotten
     */
    record Loop(Repeats repeats, Bounds bounds, long criticalFactor, long windowMs) implements Measure {
        @Override
        public RuleKind kind() {
            return RuleKind.agent_loop;
        }
    }

    /** How often is a loop: 0 is never. */
    record Repeats(int calls, int cycles, int failures, int staleSteps) {}

    /** How much a run may do: 0 is any. */
    record Bounds(int steps, int calls, long runMs) {}
}
