package io.watchllm.privacy;

import io.watchllm.schemas.Utf8;
import java.util.Arrays;

/** Decodes bytes as UTF-8 where they are valid, and maps each character to its byte. */
final class ByteText {

    private static final char UNREADABLE = '\ufffd';

    private ByteText() {}

    /** The bytes as text; an invalid byte becomes one character. */
    static View view(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        var places = new int[to - from + 1];
        int at = from;
        while (at < to) {
            int length = Utf8.sequenceLength(bytes, at, to);
            int point = length == 0 ? UNREADABLE : point(bytes, at, length);
            for (var each : Character.toChars(point)) {
                places[text.length()] = at;
                text.append(each);
            }
            at += Math.max(1, length);
        }
        places[text.length()] = to;
        return View.of(text.toString(), Arrays.copyOf(places, text.length() + 1));
    }

    /** Whether all bytes are text without control characters other than tabs and line ends. */
    static boolean isReadable(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int length = Utf8.sequenceLength(bytes, at, to);
            boolean control = bytes[at] >= 0 && bytes[at] < ' ' && "\t\n\r".indexOf(bytes[at]) < 0;
            if (length == 0 || control) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private static int point(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xff;
        if (length == 1) {
            return lead;
        }
        int point = lead & (0x7f >> length);
        for (int next = at + 1; next < at + length; next++) {
            point = (point << 6) | (bytes[next] & 0x3f);
        }
        return point;
    }
}
