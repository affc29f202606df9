package io.watchllm.processor.stage;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import io.watchllm.service.ProgramVersion;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes the dead letters of the processor, such that the topic takes them. */
final class Letters {

    /** Below what the topic takes, by what our own headers and the batch may add. */
    static final int LETTER_BYTES_MAX = Topics.DERIVED_BYTES_MAX - (64 << 10);

    private Letters() {}

    /**
     * Why a record is refused.
     *
     * @param reason a word of a closed set
     * @param field path of the field that is to blame, or empty
     */
    static DeadLetter.Refusal refusal(String reason, String field, String message, Instant time) {
        return new DeadLetter.Refusal(
                DeadLetter.Stage.PROCESSOR,
                reason,
                message,
                time,
                new DeadLetter.Detail("bad_record", field, ProgramVersion.TEXT));
    }

    /**
     * The letter itself, or without the record when it is too large: a letter that the topic does not take would stop
     * the stream for good, and the record still stands where it was found.
     */
    static DeadLetter fitted(DeadLetter letter) {
        long size = size(letter.key())
                + size(letter.value())
                + letter.headers().stream().mapToLong(Letters::size).sum();
        if (size <= LETTER_BYTES_MAX) {
            return letter;
        }
        var refusal = letter.refusal();
        var message =
                "%s (left out here: key, headers and value, %d bytes together; they stand at %s as long as that topic keeps them)"
                        .formatted(refusal.error(), size, letter.origin().id());
        return new DeadLetter(
                null,
                null,
                List.of(),
                letter.origin(),
                new DeadLetter.Refusal(refusal.stage(), refusal.reason(), message, refusal.time(), refusal.detail()));
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Header header) {
        return header.key().length() + size(header.value());
    }
}
