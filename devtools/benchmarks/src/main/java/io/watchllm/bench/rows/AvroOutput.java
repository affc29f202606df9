package io.watchllm.bench.rows;

import io.watchllm.schemas.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro binary behind the five bytes of the wire format; its buffer is used again for each record. */
final class AvroOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int VARINT_BYTES_MAX = 10;
    private static final int UUID_CHARS = 36;

    private byte[] bytes = new byte[16 * 1024];
    private int size;

    void begin(int schemaId) {
        bytes[0] = WireFormat.MAGIC;
        ByteBuffer.wrap(bytes).putInt(1, schemaId);
        size = WireFormat.PAYLOAD_OFFSET;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** An int, a long, or the number of a union's branch. */
    void number(long value) {
        room(VARINT_BYTES_MAX);
        var rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(byte[] utf8) {
        number(utf8.length);
        raw(utf8);
    }

    /** A decimal by its unscaled value. */
    void decimal(long unscaled) {
        number(Long.BYTES);
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, unscaled);
        size += Long.BYTES;
    }

    /** A UUID's 36 characters. */
    void uuid(long high, long low) {
        number(UUID_CHARS);
        room(UUID_CHARS);
        hex(high, 8, 0);
        bytes[size++] = '-';
        hex(high, 12, 8);
        bytes[size++] = '-';
        hex(high, 16, 12);
        bytes[size++] = '-';
        hex(low, 4, 0);
        bytes[size++] = '-';
        hex(low, 16, 4);
    }

    /** 32 hexadecimal digits. */
    void hex32(long high, long low) {
        number(32);
        room(32);
        hex(high, 16, 0);
        hex(low, 16, 0);
    }

    /** Digits {@code from} up to before {@code to} of the 16 that a long has. */
    private void hex(long value, int to, int from) {
        for (var digit = from; digit < to; digit++) {
            bytes[size++] = HEX[(int) (value >>> (60 - 4 * digit)) & 0xF];
        }
    }

    private void raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + more));
        }
    }
}
