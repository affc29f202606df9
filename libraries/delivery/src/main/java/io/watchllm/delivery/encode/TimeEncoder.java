package io.watchllm.delivery.encode;

import java.time.Instant;

/** Encodes an Avro timestamp (a long of milli-, micro- or nanoseconds since 1970) into a DateTime64 column. */
final class TimeEncoder extends ColumnEncoder {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    /** Upper bound of what ClickHouse can hold at every scale. */
    private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

    private final long multiplier;
    private final long divisor;
    private final long least;
    private final long most;

    /** @param scale decimal digits of the Avro value's unit: 3, 6 or 9 */
    TimeEncoder(ColumnType.Time type, int scale) {
        this.multiplier = power(Math.max(0, type.scale() - scale));
        this.divisor = power(Math.max(0, scale - type.scale()));
        this.least = EARLIEST.getEpochSecond() * power(scale);
        this.most = LATEST.getEpochSecond() * power(scale);
    }

    private static long power(int digits) {
        var power = 1L;
        for (var i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        var value = in.readLong();
        if (value < least || value >= most) {
            throw new BadValue(BadValue.OUT_OF_RANGE, "a time must lie between " + EARLIEST + " and " + LATEST);
        }
        bytes.putLong(Math.floorDiv(value, divisor) * multiplier);
    }

    @Override
    void appendDefault() {
        bytes.putLong(0);
    }
}
