package io.watchllm.delivery.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing, reusable byte buffer. Little endian, as ClickHouse is. Not thread-safe. */
final class Bytes {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_CAPACITY = 256;

    private byte[] array = new byte[FIRST_CAPACITY];
    private int size;
    private int mark;

    int size() {
        return size;
    }

    /** Bytes that it takes in memory, used or not. */
    int capacity() {
        return array.length;
    }

    /** Marks the start of a row. */
    void mark() {
        mark = size;
    }

    /** Discards everything after the last mark. */
    void undo() {
        size = mark;
    }

    /** Discards everything and keeps the capacity. */
    void clear() {
        size = 0;
    }

    /** The long that was put last; there must be one. */
    long lastLong() {
        return (long) LONGS.get(array, size - Long.BYTES);
    }

    void putByte(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void putShort(int value) {
        room(Short.BYTES);
        SHORTS.set(array, size, (short) value);
        size += Short.BYTES;
    }

    void putInt(int value) {
        room(Integer.BYTES);
        INTS.set(array, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        room(Long.BYTES);
        LONGS.set(array, size, value);
        size += Long.BYTES;
    }

    /** Unsigned LEB128, as ClickHouse writes lengths and counts. */
    void putVarint(long value) {
        room(10);
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void put(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, array, size, length);
        size += length;
    }

    void putText(byte[] utf8) {
        putVarint(utf8.length);
        put(utf8, 0, utf8.length);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(array, 0, size);
    }

    private void room(int length) {
        if (array.length - size < length) {
            array = Arrays.copyOf(array, Math.max(size + length, array.length + (array.length >> 1)));
        }
    }
}
