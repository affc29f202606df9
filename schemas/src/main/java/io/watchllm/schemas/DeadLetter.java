package io.watchllm.schemas;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record (or a piece of input) that could not be processed, as it was, and why. On the topic
 * {@code watchllm.dead-letters} the value is the raw value, the original headers come first and ours behind them, and
 * the record key says where it comes from, so that a repeat is the same dead letter.
 *
 * @param key raw record key, absent when the record had none
 * @param value raw record value, absent when the record had none
 * @param headers the headers that the record had, as they were
 * @param origin where it was found
 * @param refusal why it is here
 */
// Kafka hands keys and values over as arrays; equality is defined below.
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

        /** The origin in a word without blanks, the key of the dead letter. */
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

    /** The stage that refused. */
    public enum Stage {
        PRODUCER,
        PROCESSOR,
        SINK;

        /** The name in the header {@code watchllm.stage}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why a record is refused.
     *
     * @param stage who refused it
     * @param reason a word of a closed set, such as {@code not_wire_format}
     * @param error a sentence for a person; cut at {@link #ERROR_CHARACTERS_MAX} characters
     * @param time when it was refused
     * @param detail more about it, as far as the stage knows it
     */
    public record Refusal(Stage stage, String reason, String error, Instant time, Detail detail) {

        /** The reason of a record that nobody refused: an operator set the processors past it. */
        public static final String SKIPPED = "skipped_by_operator";

        /** The longest error that a dead letter carries. */
        public static final int ERROR_CHARACTERS_MAX = 2_000;

        public Refusal {
            if (error.length() > ERROR_CHARACTERS_MAX) {
                error = error.substring(0, ERROR_CHARACTERS_MAX - 1) + "…";
            }
        }

        /** A refusal about which nothing more is known. */
        public Refusal(Stage stage, String reason, String error, Instant time) {
            this(stage, reason, error, time, Detail.NONE);
        }
    }

    /**
     * More about a refusal; each is empty when the stage does not say it.
     *
     * @param errorClass the kind of error, such as {@code bad_record} or {@code clickhouse_469}
     * @param field path of the field that is to blame
     * @param version version of the program that refused
     */
    public record Detail(String errorClass, String field, String version) {

        /** Nothing more. */
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

    /** The closed word that says why. */
    public String reason() {
        return refusal.reason();
    }

    /** The sentence that says why. */
    public String error() {
        return refusal.error();
    }

    /** When it was refused. */
    public Instant time() {
        return refusal.time();
    }

    /** More about why. */
    public Detail detail() {
        return refusal.detail();
    }

    /** Who refused it. */
    public Stage stage() {
        return refusal.stage();
    }

    /** Id of the schema that the value was written with; nothing when the value is not in the wire format. */
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

    /** How often the record has been refused: 1, and one more for each time that it was replayed before. */
    public int attempt() {
        return Replays.attempt(headers);
    }

    /** The headers that a replay of this dead letter bears: the original ones, and behind them which attempt it is. */
    public List<Header> headersForReplay() {
        return Replays.headers(this);
    }

    /** Tells this record from others that were found in the same place: 32 hex digits made of key and value. */
    public String digest() {
        return Replays.digest(key, value);
    }

    /** The record for {@code watchllm.dead-letters}. */
    public ProducerRecord<byte[], byte @Nullable []> toRecord() {
        return DeadLetterRecords.write(this);
    }

    /**
     * The dead letter in a record of {@code watchllm.dead-letters}.
     *
     * @throws IllegalArgumentException when the record is no dead letter; names the header that is missing or wrong
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
