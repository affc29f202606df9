package io.watchllm.delivery.encode;

/** Encodes an Avro boolean into a Bool or UInt8 column. */
final class FlagEncoder extends ColumnEncoder {
    @Override
    void append(AvroInput in) throws BadValue {
        bytes.putByte(in.readBoolean() ? 1 : 0);
    }

    @Override
    void appendDefault() {
        bytes.putByte(0);
    }
}
