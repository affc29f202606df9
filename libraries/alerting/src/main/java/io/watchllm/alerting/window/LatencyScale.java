package io.watchllm.alerting.window;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * Bins of DDSketch: each value is within 1 percent of the number that represents its bin. The mapping is Datadog's; the
 * counts are kept here ({@link Bins}, {@link Histogram}), because a window must subtract a pane's counts, which the
 * library's sketch can't.
 */
final class LatencyScale {

    /** Largest relative error of a percentile. */
    static final double ACCURACY = 0.01;

    /** Bin of the value 0. */
    static final int ZERO = 0;

    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);
    private static final int FIRST = MAPPING.index(1);

    private LatencyScale() {}

    /** The bin of a whole number, 0 or more. */
    static int bin(int value) {
        return value <= 0 ? ZERO : MAPPING.index(value) - FIRST + 1;
    }

    /** The number that represents a bin. */
    static double value(int bin) {
        return bin == ZERO ? 0 : MAPPING.value(bin - 1 + FIRST);
    }

    /** The highest possible bin. */
    static int last() {
        return bin(Integer.MAX_VALUE);
    }
}
