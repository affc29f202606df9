package io.watchllm.alerting.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the format of {@link ByteWriter}. Not thread-safe. */
public final class ByteReader {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONG_BYTES_MAX = 10;

    private static final String[] NO_NAMES = {};

    private final byte[] bytes;
    private final int end;
    private final String[] names;
    private int at;

    /** Reads bytes without a name table. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length, NO_NAMES);
    }

    private ByteReader(byte[] bytes, int at, int end, String[] names) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        this.names = names;
    }

    /**
     * Reads a record with a name table.
     *
     * @throws IllegalArgumentException when the bytes were not written by {@link ByteWriter}
     */
    public static ByteReader ofRecord(byte[] bytes) {
        int tableEnd = bytes.length - Integer.BYTES;
        int table = tableEnd < 0 ? -1 : (int) INTS.get(bytes, tableEnd);
        if (table < 0 || table > tableEnd) {
            throw new IllegalArgumentException("the bytes end without a table of names");
        }
        var in = new ByteReader(bytes, table, tableEnd, NO_NAMES);
        var names = new String[in.count(tableEnd)];
        for (int index = 0; index < names.length; index++) {
            names[index] = in.text();
        }
        return new ByteReader(bytes, 0, table, names);
    }

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException when the bytes end or are invalid
     */
    public long number() {
        long rest = 0;
        for (int index = 0; index < LONG_BYTES_MAX; index++) {
            if (at >= end) {
                throw new IllegalArgumentException("the bytes end within a number, at " + at);
            }
            byte next = bytes[at++];
            rest |= (long) (next & 0x7F) << (7 * index);
            if (next >= 0) {
                return (rest >>> 1) ^ -(rest & 1);
            }
        }
        throw new IllegalArgumentException("no number stands before byte " + at);
    }

    /** Reads a count from 0 to {@code max}. */
    public int count(int max) {
        long number = number();
        if (number < 0 || number > max) {
            throw new IllegalArgumentException("a count is " + number + " at byte " + at + "; expected 0 to " + max);
        }
        return (int) number;
    }

    /** Reads a boolean. */
    public boolean flag() {
        return number() != 0;
    }

    /** Reads a text. */
    public String text() {
        int length = count(end - at);
        if (length > end - at) {
            throw new IllegalArgumentException("the bytes end within a text, at " + at);
        }
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** Reads a text of the name table. */
    public String name() {
        int place = count(Integer.MAX_VALUE);
        if (place >= names.length) {
            throw new IllegalArgumentException("there is no name " + place + " among " + names.length);
        }
        return names[place];
    }

    /** Reads a piece that was started with {@link ByteWriter#begin}. */
    public ByteReader piece() {
        int begin = at + Integer.BYTES;
        int length = begin > end ? -1 : (int) INTS.get(bytes, at);
        if (length < 0 || length > end - begin) {
            throw new IllegalArgumentException("the bytes end within a piece, at " + at);
        }
        at = begin + length;
        return new ByteReader(bytes, begin, at, names);
    }

    /** Whether all bytes were read. */
    public boolean atEnd() {
        return at == end;
    }
}
