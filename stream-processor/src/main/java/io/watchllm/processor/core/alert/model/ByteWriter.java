package io.watchllm.processor.core.alert.model;

import io.watchllm.schemas.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes numbers and texts as few bytes: numbers in groups of seven bits, small ones short; texts that come again and
 * again, called names, once in a table at the end, and elsewhere as their place in it. For one thread.
 */
public final class ByteWriter {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_BYTES = 256;
    private static final int LONG_BYTES_MAX = 10;
    private static final char FIRST_BEYOND_ASCII = 0x80;

    /** A name is looked for among so many; it may stand in the table twice, but looking for it never takes long. */
    private static final int LOOKED_AT = 64;

    private byte[] bytes = new byte[FIRST_BYTES];
    private final List<String> names = new ArrayList<>();
    private int size;
    private int namesSize;

    /** A number; short when it is near 0. */
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

    /** Yes or no. */
    public ByteWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** A text. */
    public ByteWriter text(String value) {
        int begin = size;
        int length = value.length();
        number(length);
        room(length);
        // Ids are ASCII, and most of what is written: no array of bytes is made for them.
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

    /** A text that may have been written before, or may be again; ask for a {@link #record} then. */
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

    /** Begins a piece that a reader can skip; gives what {@link #end} asks for. */
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

    /** Bytes that were written, at most; the names among them. */
    public int size() {
        return size + namesSize;
    }

    /** Forgets what was written, to begin anew. */
    public ByteWriter clear() {
        size = 0;
        namesSize = 0;
        names.clear();
        return this;
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException when there are names in it
     */
    public byte[] bytes() {
        if (!names.isEmpty()) {
            throw new IllegalStateException("there are names, which only a record can hold: " + names);
        }
        return Arrays.copyOf(bytes, size);
    }

    /** What was written, and the table of its names. Nothing more can be written but after {@link #clear}. */
    public byte[] record() {
        int table = size;
        number(names.size());
        names.forEach(this::text);
        room(Integer.BYTES);
        INTS.set(bytes, size, table);
        return Arrays.copyOf(bytes, size + Integer.BYTES);
    }
}
