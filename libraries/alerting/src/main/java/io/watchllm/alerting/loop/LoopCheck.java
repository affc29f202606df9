package io.watchllm.alerting.loop;

import io.watchllm.alerting.rule.Measure;
import java.util.function.ToLongFunction;

/** Checks for loops and runaway runs. The names are stored: they must not change. */
public enum LoopCheck {
    SAME_CALL(
            "the same call with the same result, times", loop -> loop.repeats().calls()),
    CYCLE("the same cycle of steps, times", loop -> loop.repeats().cycles()),
    RETRY_STORM("failures of one tool in a row", loop -> loop.repeats().failures()),
    STEPS("steps of the run", loop -> loop.bounds().steps()),
    CALLS("calls of the run", loop -> loop.bounds().calls()),
    DURATION("milliseconds of the run", loop -> loop.bounds().runMs()),
    STALE("steps without a new call", loop -> loop.repeats().staleSteps());

    private final String words;

    // A constant function of a rule.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToLongFunction<Measure.Loop> limit;

    LoopCheck(String words, ToLongFunction<Measure.Loop> limit) {
        this.words = words;
        this.limit = limit;
    }

    /** What it counts. */
    public String words() {
        return words;
    }

    /** The count at which the rule fires; 0 when it does not use this check. */
    long limit(Measure.Loop rule) {
        return limit.applyAsLong(rule);
    }
}
