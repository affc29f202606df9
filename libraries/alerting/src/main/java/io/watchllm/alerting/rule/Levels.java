package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;

/**
 * Bounds of the levels, in the unit of the kind.
 *
 * @param warn bound of level warn, or {@link #NONE}
 * @param critical bound of level critical, or {@link #NONE}; not below that of warn
 */
public record Levels(long warn, long critical) {

    /** No such level. */
    public static final long NONE = -1;

    /** The lowest defined bound. */
    public long lowest() {
        return warn == NONE ? critical : warn;
    }

    /** The highest defined bound. */
    public long highest() {
        return Math.max(warn, critical);
    }

    /** The same bounds, multiplied by a number in billionths. */
    public Levels times(long number) {
        return new Levels(
                warn == NONE ? NONE : FixedPoint.times(warn, number),
                critical == NONE ? NONE : FixedPoint.times(critical, number));
    }
}
