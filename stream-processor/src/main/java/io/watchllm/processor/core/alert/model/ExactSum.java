package io.watchllm.processor.core.alert.model;

import java.math.BigInteger;

/**
 * Sum of 128 bits of numbers in billionths. A sum of 64 bits is full at 9.2 billion, which the tokens of a large
 * project pass within days, and what was added above that could not be taken away again. For one thread.
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

    /** Takes away what was added before. */
    public void subtract(ExactSum other) {
        long before = low;
        low -= other.low;
        high -= other.high + (Long.compareUnsigned(before, other.low) < 0 ? 1 : 0);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }

    /** The sum in billionths; {@link Long#MAX_VALUE} when it is larger, which is above every threshold. */
    public long billionths() {
        return high == 0 && low >= 0 ? low : high < 0 ? 0 : Long.MAX_VALUE;
    }

    /** The sum in billionths, whatever its size. */
    public BigInteger exact() {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }

    /** Puts it down. */
    public void write(ByteWriter out) {
        out.number(high).number(low);
    }

    /** Takes up what was put down. */
    public void read(ByteReader in) {
        high = in.number();
        low = in.number();
    }
}
