package io.watchllm.schemas;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as the Unicode standard defines it: shortest forms only, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int BYTES_A_CHAR_MAX = 3;
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Index of the first byte in [from, to) that does not begin a valid character, or -1. */
    public static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            // Checks eight bytes at a time for ASCII, which nearly all text is.
            if (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = sequenceLength(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return -1;
    }

    /** Length in bytes of the character that begins here, or 0 when none does. */
    public static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int second = at + 1 < to ? bytes[at + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continues(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            boolean overlong = lead == 0xe0 && second < 0xa0;
            boolean surrogate = lead == 0xed && second > 0x9f;
            return continues(second) && !overlong && !surrogate && continuesAt(bytes, at + 2, to) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            boolean overlong = lead == 0xf0 && second < 0x90;
            boolean tooHigh = lead == 0xf4 && second > 0x8f;
            boolean rest = continuesAt(bytes, at + 2, to) && continuesAt(bytes, at + 3, to);
            return continues(second) && !overlong && !tooHigh && rest ? 4 : 0;
        }
        return 0;
    }

    private static boolean continuesAt(byte[] bytes, int at, int to) {
        return at < to && continues(bytes[at] & 0xff);
    }

    private static boolean continues(int value) {
        return (value & 0xc0) == 0x80;
    }

    /** Whether the text takes at most this many bytes. */
    public static boolean fits(String text, long limit) {
        return (long) text.length() * BYTES_A_CHAR_MAX <= limit || length(text) <= limit;
    }

    /** Length of the text in UTF-8 bytes. */
    public static long length(String text) {
        long bytes = text.length();
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (each >= 0x80) {
                // A pair of surrogates takes four bytes, two for each.
                bytes += each < 0x800 || Character.isSurrogate(each) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** The longest prefix of the text that takes at most this many bytes and splits no character. */
    public static String cut(String text, long limit) {
        long bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > limit) {
                return text.substring(0, end);
            }
            end += Character.charCount(point);
        }
        return text;
    }
}
