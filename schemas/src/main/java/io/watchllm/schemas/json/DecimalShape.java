package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A decimal number of fixed scale, such as money. Additional decimals are rounded half to even, because values that
 * clients compute in floating point are noisy.
 *
 * @param precision total number of digits
 * @param scale number of decimals
 * @param negative whether it may be below zero
 */
record DecimalShape(int precision, int scale, boolean negative) implements Shape {

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (!node.isNumber()
                || (node.isFloatingPointNumber() && !node.isBigDecimal() && !Double.isFinite(node.doubleValue()))) {
            return refused(node, reading);
        }
        var number = node.decimalValue();
        if (number.signum() < 0 && !negative) {
            reading.refuse(node, "0 or more");
            return null;
        }
        // Checked before rescaling: 1e999999999 written out would use up all memory.
        var digits = (long) number.precision() - number.scale();
        if (number.signum() == 0 || digits < -scale) {
            return BigDecimal.ZERO.setScale(scale);
        }
        if (digits > precision - scale) {
            return tooLarge(node, reading);
        }
        var rounded = number.setScale(scale, RoundingMode.HALF_EVEN);
        return rounded.precision() > precision ? tooLarge(node, reading) : rounded;
    }

    private @Nullable Object tooLarge(JsonNode node, Reading reading) {
        reading.refuse(node, "a number of at most " + (precision - scale) + " digits before the point");
        return null;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeNumber(((BigDecimal) value).stripTrailingZeros().toPlainString());
    }

    @Override
    public String wanted() {
        return negative ? "a number" : "a number, 0 or more";
    }
}
