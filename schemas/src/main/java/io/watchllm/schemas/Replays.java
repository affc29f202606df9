package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.text.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Headers of a replayed record, so that a dead letter created from it again shows that it is a repeat. */
final class Replays {

    /** Attempt number of the record; a record without it is the first. */
    static final String ATTEMPT = "watchllm.attempt";

    /** Position of the record before it was replayed. */
    static final String REPLAY_OF = "watchllm.replay-of";

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int DIGEST_BYTES = 16;

    private Replays() {}

    static int attempt(List<Header> headers) {
        var attempt = 1;
        for (var header : headers) {
            if (header.key().equals(ATTEMPT) && header.value() != null) {
                var text = new String(header.value(), UTF_8);
                attempt = COUNT.matcher(text).matches() ? Integer.parseInt(text) : attempt;
            }
        }
        return attempt;
    }

    static List<Header> headers(DeadLetter deadLetter) {
        var headers = new ArrayList<Header>();
        for (var header : deadLetter.headers()) {
            if (!header.key().equals(ATTEMPT) && !header.key().equals(REPLAY_OF)) {
                headers.add(header);
            }
        }
        headers.add(new RecordHeader(REPLAY_OF, deadLetter.origin().id().getBytes(UTF_8)));
        headers.add(new RecordHeader(
                ATTEMPT, Integer.toString(deadLetter.attempt() + 1).getBytes(UTF_8)));
        return headers;
    }

    static String digest(byte @Nullable [] key, byte @Nullable [] value) {
        var sha = Sha256.digest();
        sha.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(key == null ? -1 : key.length)
                .flip());
        if (key != null) {
            sha.update(key);
        }
        if (value != null) {
            sha.update((byte) 1);
            sha.update(value);
        }
        return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
    }
}
