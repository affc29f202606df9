package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A whole number; {@code 12.0} counts as one.
 *
 * @param wide true for Avro's long, false for its int
 * @param minimum the lowest allowed value
 */
record IntegerShape(boolean wide, long minimum) implements Shape {

    /** Maximum digits of a long; prevents writing out numbers such as 1e999999999. */
    private static final int DIGITS_MAX = 19;

    static IntegerShape of(boolean wide, @Nullable Long minimum) {
        var least = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
        return new IntegerShape(wide, minimum == null ? least : Math.max(least, minimum));
    }

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        var value = whole(node);
        if (value == null) {
            reading.refuse(node, isWhole(node) ? range() : wanted());
            return null;
        }
        if (value < minimum || value > maximum()) {
            reading.refuse(node, minimum == 0 && value < 0 ? "0 or more" : range());
            return null;
        }
        return wide ? (Object) value : (Object) value.intValue();
    }

    private @Nullable Long whole(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (!node.isNumber() || Double.isNaN(node.doubleValue()) || Double.isInfinite(node.doubleValue())) {
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

    private long maximum() {
        return wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    private String range() {
        return "an integer from " + minimum + " to " + maximum();
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeNumber(((Number) value).longValue());
    }

    @Override
    public String wanted() {
        return minimum == 0 ? "an integer, 0 or more" : "an integer";
    }
}
