package io.watchllm.bench.core;

/** Figures with as many digits as they are worth. */
final class Rounded {
    private static final double MICROS_PER_MS = 1_000;

    private Rounded() {}

    /** With three digits behind the point. */
    static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** With two digits behind the point. */
    static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Microseconds as milliseconds, with one digit behind the point. */
    static double ms(long micros) {
        return Math.round(micros / MICROS_PER_MS * 10) / 10.0;
    }
}
