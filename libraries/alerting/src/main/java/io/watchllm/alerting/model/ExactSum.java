package io.watchllm.alerting.model;

/**
 * 128-bit sum of numbers in billionths. A 64-bit sum overflows at 9.2 billion, which the tokens of a large project
 * exceed within days, and a saturated sum could not be subtracted from. Not thread-safe.
 */
public final class ExactSum {

    private long high;
    private long low;

    /** Adds a number in billionths. */
    public void add(long number) {
        add(number >> (Long.SIZE - 1), number);
    }

    /** Adds another sum. */
    public void add(ExactSum other) {
        add(other.high, other.low);
    }

    /** Subtracts a sum that was added before. */
    public void subtract(ExactSum other) {
        long before = low;
        low -= other.low;
        high -= other.high + (Long.compareUnsigned(before, other.low) < 0 ? 1 : 0);
    }

    /** Adds the two halves of another sum. */
    public void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }

    /** The sum in billionths, capped at {@link Long#MAX_VALUE}, which is above every threshold. */
    public long billionths() {
        return high == 0 && low >= 0 ? low : high < 0 ? 0 : Long.MAX_VALUE;
    }

    /** Upper 64 bits. */
    public long high() {
        return high;
    }

    /** Lower 64 bits. */
    public long low() {
        return low;
    }
}
