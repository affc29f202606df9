package io.watchllm.processor.core.alert.window;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * The bins of DDSketch: each value lies within 1 percent of the number that stands for its bin. The mapping is
 * Datadog's; the counts are kept here ({@link Bins}, {@link Histogram}), since a window must take a pane's counts away
 * again, which a sketch of the library can't.
 */
final class LatencyScale {

    /** Largest relative error of a percentile. */
    static final double ACCURACY = 0.01;

    /** Bin of the value 0. */
    static final int ZERO = 0;

    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);
    private static final int FIRST = MAPPING.index(1);

    private LatencyScale() {}

    /** The bin of a whole number, not negative. */
    static int bin(int value) {
        return value <= 0 ? ZERO : MAPPING.index(value) - FIRST + 1;
    }

    /** The number that stands for a bin. */
    static double value(int bin) {
        return bin == ZERO ? 0 : MAPPING.value(bin - 1 + FIRST);
    }

    /** The highest bin that there can be. */
    static int last() {
        return bin(Integer.MAX_VALUE);
    }
}
