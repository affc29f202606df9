package io.watchllm.privacy;

import java.util.Arrays;
import java.util.BitSet;

/** Masks matches in undecodable bytes, byte by byte, so that all encoded lengths stay valid. Thread-safe. */
final class ByteMask {

    private static final byte STAR = '*';
    private static final int PASSES_MAX = 4;
    private static final int HEADER_BYTES = 5;

    /** Shorter byte sequences look like text too often. */
    private static final int TEXT_MIN = 4;

    private static final int LENGTH_BYTES_MAX = 4;

    private final Redaction redaction;

    ByteMask(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Masks bytes that are not Avro; the same array when nothing is found. */
    byte[] text(byte[] bytes, long asked, Findings findings) {
        return masked(bytes, new Lengths(), asked, findings);
    }

    /**
     * Masks Avro bytes, intact or corrupt, of an unknown schema. Bytes that look like the length prefix of a text are
     * not overwritten, and that text is also searched by itself.
     */
    byte[] avro(byte[] bytes, long asked, Findings findings) {
        return masked(bytes, Lengths.of(bytes), asked, findings);
    }

    private byte[] masked(byte[] bytes, Lengths lengths, long asked, Findings findings) {
        if (asked == 0) {
            return bytes;
        }
        var current = bytes;
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            var next = pass(current, lengths, asked, pass == 0 ? findings : new Findings());
            if (Arrays.equals(next, current)) {
                return current;
            }
            current = next;
        }
        return current;
    }

    private byte[] pass(byte[] bytes, Lengths lengths, long asked, Findings findings) {
        var whole = redaction.search(asked, Edges.ANYWHERE);
        whole.lookAtPlain(ByteText.view(bytes, 0, bytes.length));
        var apart = redaction.search(asked, Edges.WORDS);
        for (int from = lengths.begins.nextSetBit(0); from >= 0; from = lengths.begins.nextSetBit(from + 1)) {
            apart.look(ByteText.view(bytes, from, lengths.ends[from]), false);
        }
        var masked = bytes.clone();
        for (var search : new Search[] {whole, apart}) {
            for (var place : search.merged()) {
                redaction.count(place, findings);
                for (int at = place.from(); at < place.to(); at++) {
                    masked[at] = lengths.bytes.get(at) ? masked[at] : STAR;
                }
            }
        }
        return masked;
    }

    /** Possible Avro strings: a length followed by that many bytes of readable text. */
    private static final class Lengths {

        private final BitSet bytes = new BitSet();
        private final BitSet begins = new BitSet();
        private int[] ends = {};

        static Lengths of(byte[] bytes) {
            var lengths = new Lengths();
            lengths.ends = new int[bytes.length];
            int at = HEADER_BYTES;
            while (at < bytes.length) {
                at = lengths.next(bytes, at);
            }
            return lengths;
        }

        private int next(byte[] all, int at) {
            int value = 0;
            int begin = at;
            int last;
            do {
                last = all[begin];
                value |= (last & 0x7f) << (7 * (begin - at));
                begin++;
            } while (last < 0 && begin < all.length && begin - at < LENGTH_BYTES_MAX);
            // Zigzag encoding: an odd value would be a negative length.
            int length = value >>> 1;
            boolean fits = last >= 0 && value % 2 == 0 && length >= TEXT_MIN && length <= all.length - begin;
            if (!fits || !ByteText.isReadable(all, begin, begin + length)) {
                return at + 1;
            }
            bytes.set(at, begin);
            begins.set(begin);
            ends[begin] = begin + length;
            return begin + length;
        }
    }
}
