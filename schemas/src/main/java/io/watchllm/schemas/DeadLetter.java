package io.watchllm.schemas;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record (or a piece of input) that could not be processed, unchanged, and why. On the topic
 * {@code watchllm.dead-letters} the value is the raw value, the original headers come before ours, and the record key
 * is the origin, so that a repeat is the same dead letter.
 *
 * @param key raw record key, absent when the record had none
 * @param value raw record value, absent when the record had none
 * @param headers the original headers of the record
 */
// Kafka passes keys and values as arrays; equality is defined below.
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Origin origin, Refusal refusal) {

    // Not the compact form: javac leaves the nullness of its array parameters out of the class file.
    public DeadLetter(
            byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Origin origin, Refusal refusal) {
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
        this.origin = origin;
        this.refusal = refusal;
    }

    /** Where a dead letter was found. */
    public sealed interface Origin {

        /** The origin as one word, the key of the dead letter. */
        String id();
    }

    /** A Kafka record. */
    public record FromTopic(String topic, int partition, long offset) implements Origin {
        @Override
        public String id() {
            return topic + "/" + partition + "/" + offset;
        }
    }

    /** A line (counted from 1) or item of a file, a request, or whatever {@code source} names. */
    public record FromInput(String source, long line) implements Origin {
        @Override
        public String id() {
            return source + "/" + line;
        }
    }

    /** The stage that rejected it. */
    public enum Stage implements Word {
        PRODUCER,
        PROCESSOR,
        SINK
    }

    /**
     * Why a record is rejected.
     *
     * @param reason a word of a closed set, such as {@code not_wire_format}
     * @param error a sentence for users; truncated at {@link #ERROR_CHARACTERS_MAX} characters
     */
    public record Refusal(Stage stage, String reason, String error, Instant time, Detail detail) {

        /** Reason of a record that was not rejected: an operator moved the processors past it. */
        public static final String SKIPPED = "skipped_by_operator";

        /** Longest error in a dead letter, in characters. */
        public static final int ERROR_CHARACTERS_MAX = 2_000;

        public Refusal {
            if (error.length() > ERROR_CHARACTERS_MAX) {
                error = error.substring(0, ERROR_CHARACTERS_MAX - 1) + "…";
            }
        }

        /** A rejection without further details. */
        public Refusal(Stage stage, String reason, String error, Instant time) {
            this(stage, reason, error, time, Detail.NONE);
        }
    }

    /**
     * Details of a rejection; each is empty when the stage does not provide it.
     *
     * @param errorClass the kind of error, such as {@code bad_record} or {@code clickhouse_469}
     * @param field path of the invalid field
     * @param version version of the program that rejected it
     */
    public record Detail(String errorClass, String field, String version) {

        /** No details. */
        public static final Detail NONE = new Detail("", "", "");
    }

    /** The dead letter for a record that was consumed. */
    public static DeadLetter of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, Refusal refusal) {
        return new DeadLetter(
                record.key(),
                record.value(),
                Arrays.asList(record.headers().toArray()),
                new FromTopic(record.topic(), record.partition(), record.offset()),
                refusal);
    }

    /** The reason, a word of a closed set. */
    public String reason() {
        return refusal.reason();
    }

    /** The error as a sentence. */
    public String error() {
        return refusal.error();
    }

    /** When it was rejected. */
    public Instant time() {
        return refusal.time();
    }

    /** Details of the rejection. */
    public Detail detail() {
        return refusal.detail();
    }

    /** The stage that rejected it. */
    public Stage stage() {
        return refusal.stage();
    }

    /** Id of the writer schema; empty when the value is not in the wire format. */
    public OptionalInt schemaId() {
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(WireFormat.schemaId(value));
        } catch (WireFormatException notWireFormat) {
            return OptionalInt.empty();
        }
    }

    /** Number of rejections so far: 1, plus one for each earlier replay. */
    public int attempt() {
        return Replays.attempt(headers);
    }

    /** Headers of a replay of this dead letter: the original ones, followed by the attempt number. */
    public List<Header> headersForReplay() {
        return Replays.headers(this);
    }

    /** Distinguishes this record from others with the same origin: 32 hex digits derived from key and value. */
    public String digest() {
        return Replays.digest(key, value);
    }

    /** The record for {@code watchllm.dead-letters}. */
    public ProducerRecord<byte[], byte @Nullable []> toRecord() {
        return DeadLetterRecords.write(this);
    }

    /**
     * Reads a record of {@code watchllm.dead-letters}.
     *
     * @throws IllegalArgumentException when the record is not a dead letter; names the missing or invalid header
     */
    public static DeadLetter from(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return DeadLetterRecords.read(record);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeadLetter deadLetter
                && Arrays.equals(key, deadLetter.key)
                && Arrays.equals(value, deadLetter.value)
                && headers.equals(deadLetter.headers)
                && origin.equals(deadLetter.origin)
                && refusal.equals(deadLetter.refusal);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(key), Arrays.hashCode(value), headers, origin, refusal);
    }
}
