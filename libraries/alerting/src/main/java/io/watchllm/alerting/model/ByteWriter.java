package io.watchllm.alerting.model;

import io.watchllm.schemas.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compact binary writer: numbers as varints (groups of seven bits); recurring texts, called names, are stored once in a
 * table at the end and referred to by index. Not thread-safe.
 */
public final class ByteWriter {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_BYTES = 256;
    private static final int LONG_BYTES_MAX = 10;
    private static final char FIRST_BEYOND_ASCII = 0x80;

    /** Number of names searched for a match: a name may be in the table twice, but a search never takes long. */
    private static final int LOOKED_AT = 64;

    private byte[] bytes = new byte[FIRST_BYTES];
    private final List<String> names = new ArrayList<>();
    private int size;
    private int namesSize;

    /** Appends a number; short when it is near 0. */
    public ByteWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        room(LONG_BYTES_MAX);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Appends a boolean. */
    public ByteWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** Appends a text. */
    public ByteWriter text(String value) {
        int begin = size;
        int length = value.length();
        number(length);
        room(length);
        // Most texts are ids in ASCII: write them without an intermediate byte array.
        for (int index = 0; index < length; index++) {
            char each = value.charAt(index);
            if (each >= FIRST_BEYOND_ASCII) {
                size = begin;
                return encoded(value);
            }
            bytes[size++] = (byte) each;
        }
        return this;
    }

    private ByteWriter encoded(String value) {
        var encoded = value.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    /** Appends a text that may occur several times; finish with {@link #record} then. */
    public ByteWriter name(String value) {
        return number(place(value));
    }

    private int place(String value) {
        int hash = value.hashCode();
        int first = Math.max(0, names.size() - LOOKED_AT);
        for (int index = names.size() - 1; index >= first; index--) {
            var known = names.get(index);
            if (known.hashCode() == hash && known.equals(value)) {
                return index;
            }
        }
        names.add(value);
        namesSize += LONG_BYTES_MAX + (int) Utf8.length(value);
        return names.size() - 1;
    }

    /** Begins a piece that a reader can skip; returns the argument for {@link #end}. */
    public int begin() {
        room(Integer.BYTES);
        size += Integer.BYTES;
        return size;
    }

    /** Ends the piece that began there. */
    public void end(int begin) {
        INTS.set(bytes, begin - Integer.BYTES, size - begin);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** Upper bound of the bytes written, including names. */
    public int size() {
        return size + namesSize;
    }

    /** Discards everything written, for reuse. */
    public ByteWriter clear() {
        size = 0;
        namesSize = 0;
        names.clear();
        return this;
    }

    /**
     * The bytes written.
     *
     * @throws IllegalStateException when they contain names
     */
    public byte[] bytes() {
        if (!names.isEmpty()) {
            throw new IllegalStateException("there are names, which only a record can hold: " + names);
        }
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes written, followed by the name table. Call {@link #clear} before writing again. */
    public byte[] record() {
        int table = size;
        number(names.size());
        names.forEach(this::text);
        room(Integer.BYTES);
        INTS.set(bytes, size, table);
        return Arrays.copyOf(bytes, size + Integer.BYTES);
    }
}
