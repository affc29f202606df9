package io.watchllm.delivery.encode;

import io.watchllm.schemas.ReadBudget;

/** Cursor over one Avro record. Every read is checked against the end of the record. */
final class AvroInput {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int at;
    private int end;
    private ReadBudget budget = ReadBudget.of(0);

    void reset(byte[] bytes, int from, int to) {
        array = bytes;
        at = from;
        end = to;
        budget = ReadBudget.of(to - from);
    }

    /** Counts a skipped value: a schema can have more values than a record has bytes. */
    void countValue() throws BadValue {
        if (!budget.takesValue()) {
            throw tooMuch();
        }
    }

    private BadValue tooMuch() {
        return BadValue.malformed(budget.found() + "; expected " + budget.expected());
    }

    byte[] array() {
        return array;
    }

    int at() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /** A zigzag varint of at most 64 bits. */
    long readLong() throws BadValue {
        // Most numbers, lengths and branches fit into one byte.
        if (at < end) {
            var first = array[at];
            if (first >= 0) {
                at++;
                return (long) (first >>> 1) ^ -(first & 1);
            }
            // And most of the rest into two.
            if (at + 1 < end && array[at + 1] >= 0) {
                var value = (first & 0x7F) | (array[at + 1] << 7);
                at += 2;
                return (long) (value >>> 1) ^ -(value & 1);
            }
        }
        return readLongSlowly();
    }

    private long readLongSlowly() throws BadValue {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw BadValue.malformed("the record ends within a number");
            }
            var next = array[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw BadValue.malformed("a number has more than ten bytes");
    }

    int readInt() throws BadValue {
        var value = readLong();
        if (value != (int) value) {
            throw BadValue.malformed("an int has more than 32 bits");
        }
        return (int) value;
    }

    boolean readBoolean() throws BadValue {
        var value = array[skip(1)];
        if (value != 0 && value != 1) {
            throw BadValue.malformed("a boolean is neither 0 nor 1");
        }
        return value == 1;
    }

    float readFloat() throws BadValue {
        return Float.intBitsToFloat((int) littleEndian(skip(Float.BYTES), Float.BYTES));
    }

    double readDouble() throws BadValue {
        return Double.longBitsToDouble(littleEndian(skip(Double.BYTES), Double.BYTES));
    }

    /** Reads the length of a string or bytes value and checks that the value is complete. */
    int readLength() throws BadValue {
        var length = readLong();
        if (length < 0 || length > end - at) {
            throw BadValue.malformed("a length of " + length + " with " + (end - at) + " bytes left in the record");
        }
        return (int) length;
    }

    /** Steps over {@code length} bytes and returns the index at which they begin. */
    int skip(int length) throws BadValue {
        if (length > end - at) {
            throw BadValue.malformed("the record ends within a value of " + length + " bytes");
        }
        var start = at;
        at += length;
        return start;
    }

    /** Number of items in the next block of an array or map; 0 is the end. */
    int readBlockCount() throws BadValue {
        var count = readLong();
        if (count < 0) {
            count = -count;
            readLength();
        }
        // Any item that is supported takes a byte or more: a greater count is false and would only cost time.
        if (count < 0 || count > end - at) {
            throw BadValue.malformed("a block of " + count + " items with " + (end - at) + " bytes left in the record");
        }
        // The same holds for many blocks.
        if (!budget.takesItems(count)) {
            throw tooMuch();
        }
        return (int) count;
    }

    private long littleEndian(int from, int length) {
        var value = 0L;
        for (var i = length - 1; i >= 0; i--) {
            value = (value << 8) | (array[from + i] & 0xFF);
        }
        return value;
    }
}
