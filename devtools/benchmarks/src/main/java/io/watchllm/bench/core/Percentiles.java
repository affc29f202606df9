package io.watchllm.bench.core;

import java.util.Arrays;

/** Values in order, to be asked for percentiles by nearest rank: each answer is one of the values. */
public final class Percentiles {
    private final long[] sorted;

    /** @throws IllegalArgumentException when there is no value */
    public Percentiles(long... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values; a percentile needs 1 or more");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /**
     * The smallest value that at least this share of all values does not exceed.
     *
     * @param share above 0 and up to 1
     */
    public long at(double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** The greatest value. */
    public long max() {
        return sorted[sorted.length - 1];
    }
}
