package io.watchllm.processor.core.alert.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers of nine decimals as whole billionths in a long: exact for money and for thresholds, and cheap. What is beyond
 * {@link #MAX} stays there, so that a sum that large is still above every threshold.
 */
public final class FixedPoint {

    /** Decimals of each number. */
    public static final int SCALE = 9;

    /** One. */
    public static final long ONE = 1_000_000_000;

    /** Largest number that a threshold may be. */
    public static final BigDecimal MAX = new BigDecimal(9_000_000_000L);

    private FixedPoint() {}

    /** The number in billionths; more decimals are rounded, what is too large is {@link Long#MAX_VALUE}. */
    public static long of(BigDecimal number) {
        if (number.compareTo(MAX) > 0) {
            return Long.MAX_VALUE;
        }
        return number.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue().longValue();
    }

    /** A whole number, not negative, in billionths. */
    public static long ofWhole(long number) {
        return number > Long.MAX_VALUE / ONE ? Long.MAX_VALUE : number * ONE;
    }

    /** A measured number, not negative, in billionths. */
    public static long ofMeasured(double number) {
        return Math.round(number * ONE);
    }

    /** A part of a whole, neither negative, in billionths, rounded down and exact; of nothing it is 0. */
    public static long share(long part, long whole) {
        if (whole == 0) {
            return 0;
        }
        return part <= Long.MAX_VALUE / ONE ? part * ONE / whole : wideShare(part, whole);
    }

    private static long wideShare(long part, long whole) {
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(ONE))
                .divide(BigInteger.valueOf(whole))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** A number in billionths times a ratio as it is written, such as 0.9; rounded up. */
    public static long ratioOf(long number, double ratio) {
        return BigDecimal.valueOf(number)
                .multiply(BigDecimal.valueOf(ratio))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }

    /** The sum of two numbers that are not negative. */
    public static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The product of a number in billionths and a factor in billionths, both not negative. */
    public static long times(long number, long factor) {
        return of(decimal(number).multiply(decimal(factor)));
    }

    /** The number with all its decimals. */
    public static BigDecimal decimal(long billionths) {
        return BigDecimal.valueOf(billionths, SCALE);
    }

    /** The number for people: no zeros at its end. */
    public static String text(long billionths) {
        var number = decimal(billionths).stripTrailingZeros();
        return number.signum() == 0 ? "0" : number.toPlainString();
    }
}
