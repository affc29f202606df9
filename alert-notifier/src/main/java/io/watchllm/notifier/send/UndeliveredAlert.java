package io.watchllm.notifier.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.notifier.core.AlertId;
import io.watchllm.notifier.core.Texts;
import io.watchllm.schemas.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * An alert that could not be delivered to a target, or not be decoded. On {@code watchllm.undelivered-alerts} the key
 * is target, bar, project, bar and event id, the value the unchanged alert. A later record with the same key and no
 * value means that it was delivered after all.
 *
 * @param target name of the target
 * @param alert identity of the alert; for a record that can't be decoded, its position
 * @param time when it was given up
 * @param error reason, for messages
 * @param origin its position: topic/partition/offset
 * @param value the alert in the wire format; null when it was delivered after all
 */
// Kafka passes values as arrays; undelivered alerts are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record UndeliveredAlert(
        String target, AlertId alert, Instant time, String error, String origin, byte @Nullable [] value) {
    private static final String TARGET = "watchllm.target";
    private static final String PROJECT_ID = "watchllm.project-id";
    private static final String EVENT_ID = "watchllm.event-id";
    private static final String TIME = "watchllm.time";
    private static final String ERROR = "watchllm.error";
    private static final String ORIGIN = "watchllm.origin";
    private static final int ERROR_CHARACTERS_MAX = 1_000;

    public UndeliveredAlert {
        error = Texts.cut(error, ERROR_CHARACTERS_MAX);
    }

    /** Unique key of its record. */
    public String key() {
        return target + "|" + AlertId.escaped(alert.projectId()) + "|" + alert.eventId();
    }

    /** Whether it was delivered after all. */
    public boolean resolved() {
        return value == null;
    }

    /** A copy without the alert itself, for one that is too large to store: it can be read at {@code origin}. */
    UndeliveredAlert withoutValue() {
        return new UndeliveredAlert(
                target, alert, time, "its record is too large to be kept here; it " + error, origin, new byte[0]);
    }

    /** The record saying that it was delivered after all. */
    public UndeliveredAlert resolvedAt(Instant now) {
        return new UndeliveredAlert(target, alert, now, "delivered", origin, null);
    }

    /** The record for the topic. */
    public ProducerRecord<byte[], byte @Nullable []> toRecord() {
        List<Header> headers = List.of(
                header(TARGET, target),
                header(PROJECT_ID, alert.projectId()),
                header(EVENT_ID, alert.eventId()),
                header(TIME, time.toString()),
                header(ERROR, error),
                header(ORIGIN, origin));
        return new ProducerRecord<>(Topics.UNDELIVERED_ALERTS.name(), null, key().getBytes(UTF_8), value, headers);
    }

    /**
     * Reads a record of the topic.
     *
     * @throws IllegalArgumentException when a header is missing or invalid; names it
     */
    public static UndeliveredAlert from(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        try {
            return new UndeliveredAlert(
                    text(record, TARGET),
                    new AlertId(text(record, PROJECT_ID), text(record, EVENT_ID)),
                    Instant.parse(text(record, TIME)),
                    text(record, ERROR),
                    text(record, ORIGIN),
                    record.value());
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("its header " + TIME + " is no ISO 8601 time", wrong);
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static String text(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("it has no header " + name);
        }
        return new String(header.value(), UTF_8);
    }
}
