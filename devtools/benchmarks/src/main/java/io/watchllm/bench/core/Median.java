package io.watchllm.bench.core;

import java.util.Collection;

/** The middle of some values. */
public final class Median {
    private Median() {}

    /**
     * The value in the middle, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException when there is no value
     */
    public static double of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values; a median needs 1 or more");
        }
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
