package io.watchllm.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request or an answer of HTTP/1.1, byte by byte as it came. */
final class HttpMessage {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("\r\ntransfer-encoding: *chunked");
    private static final Pattern EXCEPTION = Pattern.compile("\r\nx-clickhouse-exception-code: *(\\d+)");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?im)^(authorization|x-clickhouse-user|x-clickhouse-key):.*\r\n");
    private static final int REFUSAL_CODE = 1001;

    private final String head;
    private final byte[] bytes;

    private HttpMessage(String head, byte[] bytes) {
        this.head = head;
        this.bytes = bytes;
    }

    /** The next message; null when the connection ended before it began. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        if (readLine(in, all) == null) {
            return null;
        }
        while (!"".equals(required(readLine(in, all)))) {
            // Header lines are kept as they are.
        }
        var head = all.toString(StandardCharsets.ISO_8859_1);
        var lower = head.toLowerCase(Locale.ROOT);
        if (CHUNKED.matcher(lower).find()) {
            readChunks(in, all);
        } else {
            var length = LENGTH.matcher(lower);
            if (length.find()) {
                copy(in, all, Integer.parseInt(length.group(1)));
            }
        }
        return new HttpMessage(head, all.toByteArray());
    }

    /** An answer of status 200 that says in a header that it is none. */
    static HttpMessage refusal() {
        var body = "Code: " + REFUSAL_CODE + ". DB::Exception: std::exception, in the middle of it (STD_EXCEPTION)";
        var head = "HTTP/1.1 200 OK\r\nX-ClickHouse-Exception-Code: " + REFUSAL_CODE
                + "\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return new HttpMessage(head, (head + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void readChunks(InputStream in, ByteArrayOutputStream all) throws IOException {
        while (true) {
            var line = required(readLine(in, all));
            var size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
            copy(in, all, size);
            if (required(readLine(in, all)).isEmpty() && size == 0) {
                return;
            }
        }
    }

    private static void copy(InputStream in, ByteArrayOutputStream all, int count) throws IOException {
        var part = in.readNBytes(count);
        if (part.length < count) {
            throw new EOFException("the body ended early");
        }
        all.writeBytes(part);
    }

    /** The next line without its end, which goes to {@code all} too; null when the connection ended before it. */
    private static @Nullable String readLine(InputStream in, ByteArrayOutputStream all) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0; next = in.read()) {
            all.write(next);
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return null;
    }

    private static String required(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("the message ended early");
        }
        return line;
    }

    /** The same request of another user. */
    HttpMessage as(String user, String password) {
        var without = AUTHORIZATION.matcher(head).replaceAll("");
        var other = without.substring(0, without.length() - 2) + "X-ClickHouse-User: " + user + "\r\nX-ClickHouse-Key: "
                + password + "\r\n\r\n";
        var all = new ByteArrayOutputStream();
        all.writeBytes(other.getBytes(StandardCharsets.ISO_8859_1));
        all.write(bytes, head.length(), bytes.length - head.length());
        return new HttpMessage(other, all.toByteArray());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The head and half of the body. */
    byte[] firstHalf() {
        return Arrays.copyOf(bytes, half());
    }

    byte[] secondHalf() {
        return Arrays.copyOfRange(bytes, half(), bytes.length);
    }

    private int half() {
        return head.length() + (bytes.length - head.length()) / 2;
    }

    /** A parameter of the request's address, or null. */
    @Nullable
    String parameter(String name) {
        var address = head.substring(0, head.indexOf('\r'));
        for (var pair : address.split("[?& ]", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** ClickHouse's error code of an answer; 0 when it has none. */
    int exceptionCode() {
        var code = EXCEPTION.matcher(head.toLowerCase(Locale.ROOT));
        return code.find() ? Integer.parseInt(code.group(1)) : 0;
    }
}
