package io.watchllm.operations.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file (RFC 1952) with all its members, also from a pipe. The JDK's own stream checks only the
 * bytes that are available to decide whether another member follows, so it silently loses one that arrives late, and it
 * ignores trailing garbage. Here trailing zeros are allowed, as tapes have them; other bytes are an error, after all
 * content before them was read.
 */
final class GzipParts extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final PushbackInputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private boolean ended;

    GzipParts(InputStream source) throws IOException {
        this.source = new PushbackInputStream(source, BUFFER_BYTES);
        header();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            var content = inflate(target, offset, length);
            if (content > 0) {
                checksum.update(target, offset, content);
                return content;
            }
            if (inflater.finished()) {
                endPart();
            } else {
                fill();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException broken) {
            throw new IOException("broken gzip: " + broken.getMessage(), broken);
        }
    }

    private void fill() throws IOException {
        filled = source.read(buffer);
        if (filled < 0) {
            throw new EOFException("the gzip data breaks off");
        }
        inflater.setInput(buffer, 0, filled);
    }

    /** Verifies the member that ended, and begins the next one, if there is one. */
    private void endPart() throws IOException {
        var left = inflater.getRemaining();
        if (left > 0) {
            source.unread(buffer, filled - left, left);
        }
        var expected = number(4);
        var expectedLength = number(4);
        if (expected != checksum.getValue() || expectedLength != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new IOException("broken gzip: the checksum is another");
        }
        var next = source.read();
        while (next == 0) {
            next = source.read();
        }
        if (next < 0) {
            ended = true;
            return;
        }
        source.unread(next);
        inflater.reset();
        checksum.reset();
        header();
    }

    private void header() throws IOException {
        if (number(2) != 0x8b1f || number(1) != 8) {
            throw new IOException("bytes behind the gzip data that are no gzip");
        }
        var flags = (int) number(1);
        source.skipNBytes(6);
        if ((flags & EXTRA) != 0) {
            source.skipNBytes(number(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            source.skipNBytes(2);
        }
    }

    private void skipText() throws IOException {
        while (number(1) != 0) {
            // A text ends with a zero byte.
        }
    }

    /** Reads a little-endian number. */
    private long number(int bytes) throws IOException {
        var number = 0L;
        for (var at = 0; at < bytes; at++) {
            var read = source.read();
            if (read < 0) {
                throw new EOFException("the gzip data breaks off");
            }
            number |= (long) read << (8 * at);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
