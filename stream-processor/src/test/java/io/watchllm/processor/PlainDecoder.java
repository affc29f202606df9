package io.watchllm.processor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary form as its specification has it, and nothing else: what the oracle reads with. It shares no code with
 * the processor or with Avro's own decoder (which would ask for gigabytes when told to), and notes whether text was
 * valid.
 */
final class PlainDecoder extends Decoder {

    private final ByteBuffer bytes;
    private boolean textValid = true;

    PlainDecoder(byte[] value, int from) {
        bytes = ByteBuffer.wrap(value, from, value.length - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    boolean isTextValid() {
        return textValid;
    }

    @Override
    public void readNull() {
        // Takes no byte.
    }

    @Override
    public boolean readBoolean() {
        return bytes.get() == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("no int: " + value);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long each = bytes.get();
            if (shift == 63 && (each & 0x7e) != 0) {
                throw new IOException("more than 64 bits");
            }
            raw |= (each & 0x7f) << shift;
            if (each >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IOException("a varint without end");
    }

    @Override
    public float readFloat() {
        return bytes.getFloat();
    }

    @Override
    public double readDouble() {
        return bytes.getDouble();
    }

    private ByteBuffer slice(long length) throws IOException {
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException("a length of " + length);
        }
        var slice = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        var slice = slice(readLong());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException invalid) {
            textValid = false;
            return "not text";
        }
    }

    @Override
    public void skipString() throws IOException {
        slice(readLong());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        // A copy: Avro's resolver takes the whole array behind the buffer.
        var slice = slice(readLong());
        var copy = new byte[slice.remaining()];
        slice.get(copy);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        slice(readLong());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        slice(length).get(target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        slice(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        long count = readLong();
        if (count < 0) {
            if (readLong() < 0) {
                throw new IOException("a block of a negative size");
            }
            count = -count;
        }
        // An item takes a byte or more.
        if (count < 0 || count > bytes.remaining()) {
            throw new IOException("a count of " + count);
        }
        return count;
    }

    @Override
    public long arrayNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipArray() throws IOException {
        return readArrayStart();
    }

    @Override
    public long readMapStart() throws IOException {
        return readArrayStart();
    }

    @Override
    public long mapNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipMap() throws IOException {
        return readArrayStart();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }
}
