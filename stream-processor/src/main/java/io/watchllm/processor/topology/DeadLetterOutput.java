package io.watchllm.processor.topology;

import io.watchllm.processor.write.Output;
import io.watchllm.runtime.ProgramVersion;
import io.watchllm.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Creates the processor's dead letters within the topic's size limit. */
final class DeadLetterOutput {

    private DeadLetterOutput() {}

    /**
     * Why a record is rejected.
     *
     * @param reason a word of a closed set
     * @param field path of the invalid field, or empty
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
     * The dead letter as a record; omits the rejected record if it would be too large: the topic would reject such a
     * dead letter, and the record is still in its source topic.
     */
    static Record<byte[], byte @Nullable []> record(DeadLetter deadLetter, long timeMs) {
        var whole = deadLetter.toRecord();
        if (Output.DEAD_LETTERS.takes(whole.key(), whole.value(), whole.headers())) {
            return new Record<>(whole.key(), whole.value(), timeMs, whole.headers());
        }
        var fitted = withoutRecord(deadLetter).toRecord();
        return new Record<>(fitted.key(), fitted.value(), timeMs, fitted.headers());
    }

    private static DeadLetter withoutRecord(DeadLetter deadLetter) {
        long size = size(deadLetter.key())
                + size(deadLetter.value())
                + deadLetter.headers().stream()
                        .mapToLong(DeadLetterOutput::size)
                        .sum();
        var refusal = deadLetter.refusal();
        var message =
                "%s (left out here: key, headers and value, %d bytes together; they stand at %s as long as that topic keeps them)"
                        .formatted(refusal.error(), size, deadLetter.origin().id());
        return new DeadLetter(
                null,
                null,
                List.of(),
                deadLetter.origin(),
                new DeadLetter.Refusal(refusal.stage(), refusal.reason(), message, refusal.time(), refusal.detail()));
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Header header) {
        return header.key().getBytes(StandardCharsets.UTF_8).length + size(header.value());
    }
}
