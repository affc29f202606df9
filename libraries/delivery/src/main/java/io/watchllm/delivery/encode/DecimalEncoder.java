package io.watchllm.delivery.encode;

import java.math.BigInteger;

/**
 * Encodes an Avro decimal (unscaled value, two's complement, big endian) into a Decimal column of the same scale. Works
 * on two longs, without allocating a number object.
 */
final class DecimalEncoder extends ColumnEncoder {
    /** Length of the Avro value; negative when a length precedes each value. */
    private final int fixedLength;

    private final int width;
    private final int precision;
    private final long boundHigh;
    private final long boundLow;

    /** @param fixedLength bytes of an Avro fixed, or -1 for Avro bytes */
    DecimalEncoder(ColumnType.Decimal type, int fixedLength) {
        this.fixedLength = fixedLength;
        this.width = type.bytes();
        this.precision = type.precision();
        var bound = BigInteger.TEN.pow(type.precision());
        this.boundHigh = bound.shiftRight(64).longValueExact();
        this.boundLow = bound.longValue();
    }

    @Override
    void append(AvroInput in) throws BadValue {
        var length = fixedLength < 0 ? in.readLength() : fixedLength;
        var from = in.skip(length);
        var array = in.array();
        if (length == 0) {
            throw BadValue.malformed("a decimal without a byte");
        }
        var sign = array[from] < 0 ? -1L : 0L;
        var first = from;
        var last = from + length;
        // A value longer than the column is fine as long as the leading bytes only repeat the sign.
        while (last - first > 16) {
            if (array[first] != (byte) sign) {
                throw outOfRange();
            }
            first++;
        }
        var high = sign;
        var low = sign;
        for (var i = first; i < last; i++) {
            high = (high << 8) | (low >>> 56);
            low = (low << 8) | (array[i] & 0xFF);
        }
        if ((high < 0) != (sign < 0) || !within(high, low)) {
            throw outOfRange();
        }
        put(high, low);
    }

    @Override
    void appendDefault() {
        put(0, 0);
    }

    /** True when the absolute value is below ten to the power of the precision. */
    private boolean within(long high, long low) {
        if (high < 0) {
            var negatedLow = -low;
            var negatedHigh = ~high + (negatedLow == 0 ? 1 : 0);
            return below(negatedHigh, negatedLow);
        }
        return below(high, low);
    }

    private boolean below(long high, long low) {
        var order = Long.compareUnsigned(high, boundHigh);
        return order < 0 || (order == 0 && Long.compareUnsigned(low, boundLow) < 0);
    }

    private BadValue outOfRange() {
        return new BadValue(BadValue.OUT_OF_RANGE, "more than " + precision + " digits");
    }

    private void put(long high, long low) {
        switch (width) {
            case 4 -> bytes.putInt((int) low);
            case 8 -> bytes.putLong(low);
            default -> {
                bytes.putLong(low);
                bytes.putLong(high);
            }
        }
    }
}
