package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.schemas.json.ValueShape.Expected;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shapes of numbers. */
final class NumberShapes {

    /** Maximum digits of a long; prevents writing out numbers such as 1e999999999. */
    private static final int DIGITS_MAX = 19;

    /** Values that JSON numbers can't express, or whose sign would be lost; they are written as strings. */
    private static final Map<String, Double> NAMED = Map.of(
            "NaN",
            Double.NaN,
            "Infinity",
            Double.POSITIVE_INFINITY,
            "-Infinity",
            Double.NEGATIVE_INFINITY,
            "-0.0",
            -0.0);

    private NumberShapes() {}

    /**
     * A whole number; {@code 12.0} counts as one.
     *
     * @param wide true for Avro's long, false for its int
     * @param minimum the lowest allowed value, if there is a bound
     */
    static Shape integer(boolean wide, @Nullable Long minimum) {
        long max = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        long lowest = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
        long min = minimum == null ? lowest : Math.max(lowest, minimum);
        var range = "an integer from " + min + " to " + max;
        return new ValueShape(
                min == 0 ? "an integer, 0 or more" : "an integer",
                node -> {
                    var value = whole(node);
                    if (value == null) {
                        return isWhole(node) ? new Expected(range) : null;
                    }
                    if (value < min || value > max) {
                        return new Expected(min == 0 && value < 0 ? "0 or more" : range);
                    }
                    return wide ? (Object) value : (Object) value.intValue();
                },
                (value, out) -> out.writeNumber(((Number) value).longValue()));
    }

    private static @Nullable Long whole(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (!isFinite(node)) {
            return null;
        }
        var number = node.decimalValue();
        var digits = (long) number.precision() - number.scale();
        try {
            return digits > DIGITS_MAX ? null : (Long) number.longValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            return null;
        }
    }

    /** True for a whole number of any size. */
    private static boolean isWhole(JsonNode node) {
        if (!node.isBigDecimal()) {
            return node.isIntegralNumber();
        }
        var number = node.decimalValue();
        // Strips zeros only if necessary: the exponent of 100e2147483647 would overflow.
        return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /**
     * A decimal number of fixed scale, such as money. Additional decimals are rounded half to even, because values that
     * clients compute in floating point are noisy.
     *
     * @param precision total number of digits
     * @param scale number of decimals
     * @param negative whether it may be below zero
     */
    static Shape decimal(int precision, int scale, boolean negative) {
        var tooLarge = new Expected("a number of at most " + (precision - scale) + " digits before the point");
        return new ValueShape(
                negative ? "a number" : "a number, 0 or more",
                node -> {
                    boolean isBinary = node.isFloatingPointNumber() && !node.isBigDecimal();
                    if (!node.isNumber() || (isBinary && !isFinite(node))) {
                        return null;
                    }
                    var number = node.decimalValue();
                    if (number.signum() < 0 && !negative) {
                        return new Expected("0 or more");
                    }
                    // Checked before rescaling: 1e999999999 written out would use up all memory.
                    var digits = (long) number.precision() - number.scale();
                    if (number.signum() == 0 || digits < -scale) {
                        return BigDecimal.ZERO.setScale(scale);
                    }
                    if (digits > precision - scale) {
                        return tooLarge;
                    }
                    var rounded = number.setScale(scale, RoundingMode.HALF_EVEN);
                    return rounded.precision() > precision ? tooLarge : rounded;
                },
                (value, out) -> out.writeNumber(
                        ((BigDecimal) value).stripTrailingZeros().toPlainString()));
    }

    /** A floating-point number. */
    static Shape floating() {
        return new ValueShape(
                "a number",
                node -> {
                    if (!node.isNumber()) {
                        return node.isTextual() ? NAMED.get(node.textValue()) : null;
                    }
                    return isFinite(node) ? (Object) node.doubleValue() : new Expected("a number below 1.8e308");
                },
                (value, out) -> {
                    var text = value.toString();
                    if (NAMED.containsKey(text)) {
                        out.writeString(text);
                    } else {
                        out.writeNumber((double) value);
                    }
                });
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }
}
