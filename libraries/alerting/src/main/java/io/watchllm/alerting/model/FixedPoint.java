package io.watchllm.alerting.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Fixed-point numbers with nine decimals, as billionths in a long: exact for money and thresholds, and fast. Values
 * beyond {@link #MAX} saturate, so that such a sum is still above every threshold.
 */
public final class FixedPoint {

    /** Number of decimals. */
    public static final int SCALE = 9;

    /** One. */
    public static final long ONE = 1_000_000_000;

    /** Largest allowed threshold. */
    public static final BigDecimal MAX = new BigDecimal(9_000_000_000L);

    private FixedPoint() {}

    /**
     * Converts to billionths; further decimals are rounded, and numbers that are too large become
     * {@link Long#MAX_VALUE}.
     */
    public static long of(BigDecimal number) {
        if (number.compareTo(MAX) > 0) {
            return Long.MAX_VALUE;
        }
        return number.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue().longValue();
    }

    /** Converts a whole number, 0 or more, to billionths. */
    public static long ofWhole(long number) {
        return number > Long.MAX_VALUE / ONE ? Long.MAX_VALUE : number * ONE;
    }

    /** Converts a measured number, 0 or more, to billionths. */
    public static long ofMeasured(double number) {
        return Math.round(number * ONE);
    }

    /** Quotient of two numbers, 0 or more, in billionths, exact and rounded down; 0 when {@code whole} is 0. */
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

    /** A number in billionths times a decimal ratio such as 0.9, rounded up. */
    public static long ratioOf(long number, double ratio) {
        return BigDecimal.valueOf(number)
                .multiply(BigDecimal.valueOf(ratio))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }

    /** Sum of two numbers, each 0 or more. */
    public static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Product of a number and a factor, both in billionths and 0 or more. */
    public static long times(long number, long factor) {
        return of(decimal(number).multiply(decimal(factor)));
    }

    /** The number with all nine decimals. */
    public static BigDecimal decimal(long billionths) {
        return BigDecimal.valueOf(billionths, SCALE);
    }

    /** The number for display, without trailing zeros. */
    public static String text(long billionths) {
        var number = decimal(billionths).stripTrailingZeros();
        return number.signum() == 0 ? "0" : number.toPlainString();
    }
}
