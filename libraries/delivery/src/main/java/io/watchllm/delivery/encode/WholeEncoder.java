package io.watchllm.delivery.encode;

/** Encodes an Avro int or long into an Int or UInt column, within the column's range. */
final class WholeEncoder extends ColumnEncoder {
    private final int width;
    private final long least;
    private final long most;
    private final boolean wide;

    /** @param wide true for an Avro long, false for an int */
    WholeEncoder(ColumnType.Whole type, boolean wide) {
        this.width = type.bytes();
        this.wide = wide;
        var bits = type.bytes() * 8;
        this.least = type.signed() ? -1L << (bits - 1) : 0;
        // A long can't hold the upper half of UInt64, so that half never comes in.
        this.most = type.signed() || bits == 64 ? ~(-1L << (Math.min(bits, 64) - 1)) : ~(-1L << bits);
    }

    @Override
    void append(AvroInput in) throws BadValue {
        var value = wide ? in.readLong() : in.readInt();
        if (value < least || value > most) {
            throw new BadValue(BadValue.OUT_OF_RANGE, "not within " + least + " to " + most);
        }
        put(value);
    }

    @Override
    void appendDefault() {
        put(0);
    }

    private void put(long value) {
        switch (width) {
            case 1 -> bytes.putByte((int) value);
            case 2 -> bytes.putShort((int) value);
            case 4 -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
    }
}
