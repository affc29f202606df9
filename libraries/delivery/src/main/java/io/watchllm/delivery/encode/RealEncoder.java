package io.watchllm.delivery.encode;

import org.apache.avro.Schema;

/** Encodes an Avro float or double, or an int or long by Avro's promotion, into a Float column. */
final class RealEncoder extends ColumnEncoder {
    private final int width;
    private final Schema.Type from;

    RealEncoder(ColumnType.Real type, Schema.Type from) {
        this.width = type.bytes();
        this.from = from;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        put(
                switch (from) {
                    case FLOAT -> in.readFloat();
                    case DOUBLE -> in.readDouble();
                    case INT -> in.readInt();
                    default -> in.readLong();
                });
    }

    @Override
    void appendDefault() {
        put(0);
    }

    private void put(double value) {
        if (width == 4) {
            bytes.putInt(Float.floatToRawIntBits((float) value));
        } else {
            bytes.putLong(Double.doubleToRawLongBits(value));
        }
    }
}
