package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Records what was done with a dead letter. It follows the dead letter on {@code watchllm.dead-letters}, with the same
 * key and no value; a replay writes it in one transaction with the record that it sends, so that no dead letter is
 * replayed twice.
 *
 * @param origin where the rejected record was found, the key of the dead letter
 * @param digest distinguishes the dead letter from others with that origin, see {@link DeadLetter#digest}
 * @param to the record that was sent, as {@code topic/partition/offset}; empty for a dead letter that was dropped
 */
public record Resolution(String origin, String digest, Outcome outcome, Instant time, String by, String to) {
    private static final String RESOLVED = "watchllm.resolved";
    private static final String DIGEST = "watchllm.digest";
    private static final String TIME = "watchllm.time";
    private static final String BY = "watchllm.by";
    private static final String TO = "watchllm.to";
    /**
     * Header of every dead letter and of no resolution. Its absence identifies a resolution; a header of the resolution
     * would not, since a rejected record may have brought headers of any name.
     */
    private static final String STAGE = "watchllm.stage";

    /** What was done with a dead letter. */
    public enum Outcome implements Word {
        REPLAYED,
        DROPPED
    }

    /** The resolution of a dead letter. */
    public static Resolution of(DeadLetter deadLetter, Outcome outcome, Instant time, String by, String to) {
        return new Resolution(deadLetter.origin().id(), deadLetter.digest(), outcome, time, by, to);
    }

    /** Whether a record of {@code watchllm.dead-letters} is a resolution rather than a dead letter. */
    public static boolean isOne(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(RESOLVED) != null && record.headers().lastHeader(STAGE) == null;
    }

    /** Whether it resolves this dead letter. */
    public boolean resolves(DeadLetter deadLetter) {
        return origin.equals(deadLetter.origin().id()) && digest.equals(deadLetter.digest());
    }

    /** The record for {@code watchllm.dead-letters}. */
    public ProducerRecord<byte[], byte @Nullable []> toRecord() {
        var headers = List.of(
                header(RESOLVED, outcome.word()),
                header(DIGEST, digest),
                header(TIME, time.toString()),
                header(BY, by),
                header(TO, to));
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, origin.getBytes(UTF_8), null, headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    /**
     * Reads a resolution.
     *
     * @throws IllegalArgumentException when the record is not a resolution; names what is missing or invalid
     */
    public static Resolution from(ConsumerRecord<?, ?> record) {
        var where = "record %s/%d/%d is no resolution: ".formatted(record.topic(), record.partition(), record.offset());
        if (!(record.key() instanceof byte[] key)) {
            throw new IllegalArgumentException(where + "it has no key");
        }
        try {
            return new Resolution(
                    new String(key, UTF_8),
                    text(record, DIGEST),
                    Outcome.valueOf(text(record, RESOLVED).toUpperCase(Locale.ROOT)),
                    Instant.parse(text(record, TIME)),
                    text(record, BY),
                    text(record, TO));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new IllegalArgumentException(where + wrong.getMessage(), wrong);
        }
    }

    private static String text(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("no " + name + " among its headers");
        }
        return new String(header.value(), UTF_8);
    }
}
