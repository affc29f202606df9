package io.watchllm.cli.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines as the bytes they are: what is no valid text must still be told apart, and kept. */
final class ByteLines implements Closeable {
    /** Longest line; what is longer is no line of events but another kind of file. */
    private static final int LINE_BYTES_MAX = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream bytes;

    ByteLines(InputStream source) throws IOException {
        bytes = new BufferedInputStream(source, BUFFER_BYTES);
        bytes.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(bytes.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            bytes.reset();
        }
    }

    /** The first byte that is not white space, left in place; -1 at the end, or when none is near. */
    int firstByte() throws IOException {
        bytes.mark(BUFFER_BYTES);
        var first = -1;
        for (var read = 0; read < BUFFER_BYTES - 1; read++) {
            first = bytes.read();
            if (!Character.isWhitespace(first)) {
                break;
            }
        }
        bytes.reset();
        return first;
    }

    /** The next line without its end; null when there is none. */
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        var read = bytes.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = bytes.read()) {
            line.write(read);
            if (line.size() > LINE_BYTES_MAX) {
                throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes: expected an event a line");
            }
        }
        return line.toByteArray();
    }

    /** What has not been read yet. */
    InputStream rest() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
