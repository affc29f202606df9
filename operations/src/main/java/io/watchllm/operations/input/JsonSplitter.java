package io.watchllm.operations.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into JSON texts by their brackets: objects on lines, in arrays, or consecutive, each with its position.
 * Anything else becomes a text, too, up to the end of its line or element, so that every byte is in some text, except
 * white space, a byte order mark, and the brackets and commas of arrays. This class does not check whether a text is
 * JSON, but detects one that is cut off, so that reading continues after it.
 */
final class JsonSplitter implements Closeable {
    /** Longest text; a longer one indicates another kind of file. */
    private static final int TEXT_BYTES_MAX = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int END = -1;
    private static final int NOT_READ = -2;

    private final InputStream bytes;
    private final Deque<Long> arrays = new ArrayDeque<>();
    private int peeked = NOT_READ;
    private long line = 1;
    private int column = 1;

    /**
     * One text.
     *
     * @param line line of its start, from 1
     * @param column column of its start, in bytes, from 1
     * @param raw its bytes; empty for an array that begins there and is not closed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Text(long line, int column, byte[] raw) {}

    JsonSplitter(InputStream source) {
        bytes = new BufferedInputStream(source, BUFFER_BYTES);
    }

    /** Line of the next byte, from 1. */
    long line() {
        return line;
    }

    /** The next text; null after the last one. */
    @Nullable
    Text next() throws IOException {
        while (true) {
            var next = peek();
            if (next == END) {
                var open = arrays.pollLast();
                arrays.clear();
                return open == null ? null : new Text(open, 1, new byte[0]);
            }
            if (next == '[') {
                arrays.push(line);
                take();
            } else if (isBlank(next) || (!arrays.isEmpty() && next == ',')) {
                take();
            } else if (!arrays.isEmpty() && next == ']') {
                arrays.pop();
                take();
            } else {
                var text = next == '{' ? object() : rest(new ByteArrayOutputStream(), line, column);
                if (text.raw().length > 0) {
                    return text;
                }
            }
        }
    }

    /** Reads from an opening brace to its closing one, or to where the object is cut off. */
    private Text object() throws IOException {
        var text = new ByteArrayOutputStream();
        var begin = new Text(line, column, new byte[0]);
        var open = new OpenBrackets();
        do {
            var next = peek();
            if (next == END) {
                arrays.clear();
                break;
            }
            if (open.breaksAt(next)) {
                return arrays.isEmpty() && !open.atLineStart() && next != '\n'
                        ? rest(text, begin.line(), begin.column())
                        : new Text(begin.line(), begin.column(), stripped(text));
            }
            open.add(next);
            append(text, take());
        } while (!open.isEmpty());
        return new Text(begin.line(), begin.column(), stripped(text));
    }

    /** Reads to the end of the line; in an array to the end of the element, if that comes first. */
    private Text rest(ByteArrayOutputStream text, long beginLine, int beginColumn) throws IOException {
        var quoted = false;
        for (var next = peek(); next != END && next != '\n'; next = peek()) {
            if (!arrays.isEmpty() && !quoted && (next == ',' || next == ']')) {
                break;
            }
            quoted ^= next == '"';
            append(text, take());
            if (text.size() == BYTE_ORDER_MARK.length && Arrays.equals(text.toByteArray(), BYTE_ORDER_MARK)) {
                return new Text(beginLine, beginColumn, new byte[0]);
            }
        }
        return new Text(beginLine, beginColumn, stripped(text));
    }

    private static void append(ByteArrayOutputStream text, int next) throws IOException {
        if (text.size() == TEXT_BYTES_MAX) {
            throw new IOException("a line of more than " + TEXT_BYTES_MAX + " bytes: expected an event a line");
        }
        text.write(next);
    }

    private static byte[] stripped(ByteArrayOutputStream text) {
        var all = text.toByteArray();
        var end = all.length;
        while (end > 0 && isBlank(all[end - 1])) {
            end--;
        }
        return end == all.length ? all : Arrays.copyOf(all, end);
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private int peek() throws IOException {
        if (peeked == NOT_READ) {
            peeked = bytes.read();
        }
        return peeked;
    }

    private int take() throws IOException {
        var taken = peek();
        peeked = NOT_READ;
        if (taken == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** The open brackets within an object; decides whether the next byte can follow. */
    private static final class OpenBrackets {
        private final StringBuilder open = new StringBuilder();
        private boolean quoted;
        private boolean escaped;
        private boolean atLineStart;
        private int last;

        boolean isEmpty() {
            return open.isEmpty();
        }

        boolean atLineStart() {
            return atLineStart;
        }

        /** True at a line end within quotes, a bracket of the wrong kind, or a line that starts a new object. */
        boolean breaksAt(int next) {
            if (quoted) {
                return next == '\n';
            }
            return switch (next) {
                case ' ', '\t', '\n', '\r' -> false;
                case '}' -> !open.isEmpty() && inner() != '{';
                case ']' -> !open.isEmpty() && inner() != '[';
                default -> atLineStart && !continues(next);
            };
        }

        void add(int next) {
            if (quoted) {
                quoted = escaped || next != '"';
                escaped = !escaped && next == '\\';
                return;
            }
            switch (next) {
                case '{', '[' -> open.append((char) next);
                case '}', ']' -> open.setLength(open.length() - 1);
                case '"' -> quoted = true;
                default -> {
                    // Only brackets and quotes count.
                }
            }
            atLineStart = next == '\n' || (atLineStart && isBlank(next));
            last = isBlank(next) ? last : next;
        }

        /** Whether a line with this first byte continues the one before. */
        private boolean continues(int next) {
            return switch (last) {
                case ':' -> true;
                case '{', ',' -> inner() == '[' || next == '"';
                case '[' -> true;
                default -> next == ',' || (next == ':' && inner() == '{');
            };
        }

        private char inner() {
            return open.charAt(open.length() - 1);
        }
    }
}
