package io.watchllm.privacy;

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
            int length = length(bytes, at, to);
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
            int length = length(bytes, at, to);
            boolean control = bytes[at] >= 0 && bytes[at] < ' ' && "\t\n\r".indexOf(bytes[at]) < 0;
            if (length == 0 || control) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Length in bytes of the character that begins here; 0 when none does. */
    private static int length(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || to - at < length) {
            return 0;
        }
        for (int next = at + 1; next < at + length; next++) {
            if ((bytes[next] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int point = point(bytes, at, length);
        boolean shortest = length == 2 || point >= (length == 3 ? 0x800 : 0x10000);
        boolean character = point <= Character.MAX_CODE_POINT && (point < 0xd800 || point > 0xdfff);
        return shortest && character ? length : 0;
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
