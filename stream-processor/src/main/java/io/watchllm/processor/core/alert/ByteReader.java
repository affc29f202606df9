package io.watchllm.processor.core.alert;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote. For one thread. */
public final class ByteReader {

    private static final int LONG_BYTES_MAX = 10;

    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException when the bytes end, or are none that a writer made
     */
    public long number() {
        long rest = 0;
        for (int index = 0; index < LONG_BYTES_MAX; index++) {
            if (at >= bytes.length) {
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

    /** A number that counts something: 0 to {@code max}. */
    public int count(int max) {
        long number = number();
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(
                    "a count is " + number + " at byte " + at + "; right would be 0 to " + max);
        }
        return (int) number;
    }

    /** Yes or no. */
    public boolean flag() {
        return number() != 0;
    }

    /** A text. */
    public String text() {
        int length = count(bytes.length - at);
        if (length > bytes.length - at) {
            throw new IllegalArgumentException("the bytes end within a text, at " + at);
        }
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** Whether all was read. */
    public boolean atEnd() {
        return at == bytes.length;
    }
}
