package io.watchllm.cli.alerts;

import io.watchllm.control.Alert;
import io.watchllm.notifier.consume.AlertDecoder;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.Pending.Position;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as their topic has them. The topic and not the table: it has them a moment after they were raised, also while
 * ClickHouse is away, and a month of them is read in seconds.
 */
public final class AlertTopic {
    private static final String TOPIC = Topics.ALERTS.name();

    private final KafkaConnection connection;
    private int broken;

    public AlertTopic(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Hands over each alert that was raised at a time or later, oldest first, up to now, until the visitor answers
     * false.
     */
    public void read(Instant since, Predicate<Pending> visitor) {
        with((reader, decoder) -> reader.readSince(TOPIC, since, record -> visit(record, decoder, visitor)));
    }

    /**
     * Hands over each alert as it is raised, until the visitor answers false.
     *
     * @param since where to begin; null for those that are raised from now on
     */
    public void follow(@Nullable Instant since, Predicate<Pending> visitor) {
        with((reader, decoder) -> reader.follow(TOPIC, since, record -> visit(record, decoder, visitor)));
    }

    /** Records that were no alerts. */
    public int broken() {
        return broken;
    }

    /** The alert in a value that was kept elsewhere; null when it is none. */
    public static @Nullable Alert decode(byte @Nullable [] value, AlertDecoder decoder) {
        try {
            return decoder.decode(value) instanceof AlertDecoder.Read(var alert) ? alert : null;
        } catch (IOException away) {
            throw new IllegalStateException("the Schema Registry does not answer", away);
        }
    }

    private boolean visit(
            ConsumerRecord<byte @Nullable [], byte @Nullable []> record,
            AlertDecoder decoder,
            Predicate<Pending> visitor) {
        var value = record.value();
        var alert = decode(value, decoder);
        if (alert == null || value == null) {
            broken++;
            return true;
        }
        var position = new Position(record.partition(), record.offset());
        return visitor.test(new Pending(position, alert, Instant.ofEpochMilli(record.timestamp()), value));
    }

    private void with(BiConsumer<TopicReader, AlertDecoder> reading) {
        connection.withRegistry(registry -> {
            try (var consumer = connection.consumer()) {
                reading.accept(new TopicReader(consumer), new AlertDecoder(registry));
                return broken;
            }
        });
    }
}
