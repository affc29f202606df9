package io.watchllm.processor.core.alert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and texts as few bytes: numbers in groups of seven bits, small ones short. For one thread. */
public final class ByteWriter {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_BYTES = 256;
    private static final int LONG_BYTES_MAX = 10;
    private static final char FIRST_BEYOND_ASCII = 0x80;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

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

    /** Bytes that were written. */
    public int size() {
        return size;
    }

    /** Forgets what was written, to begin anew. */
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    /** What was written. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }
}
