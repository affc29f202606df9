package io.watchllm.processor.core.alert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and texts as few bytes: numbers in groups of seven bits, small ones short. For one thread. */
public final class ByteWriter {

    private static final int FIRST_BYTES = 256;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** A number; short when it is near 0. */
    public ByteWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + 10));
        }
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
        var encoded = value.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        if (size + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + encoded.length));
        }
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    /** Bytes that were written. */
    public int size() {
        return size;
    }

    /** What was written. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }
}
