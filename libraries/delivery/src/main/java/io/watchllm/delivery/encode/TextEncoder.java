package io.watchllm.delivery.encode;

/** Encodes an Avro string or bytes into a String column. Bytes are copied as they are: ClickHouse strings are bytes. */
final class TextEncoder extends ColumnEncoder {
    @Override
    void append(AvroInput in) throws BadValue {
        var length = in.readLength();
        bytes.putVarint(length);
        bytes.put(in.array(), in.skip(length), length);
    }

    @Override
    void appendDefault() {
        bytes.putByte(0);
    }
}
