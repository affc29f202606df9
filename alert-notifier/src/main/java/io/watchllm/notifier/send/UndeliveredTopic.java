package io.watchllm.notifier.send;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Writes to the topic of undelivered alerts. Thread-safe. */
public final class UndeliveredTopic implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte @Nullable []> producer;

    /** A writer that closes the producer when it is closed. */
    public UndeliveredTopic(Producer<byte[], byte @Nullable []> producer) {
        this.producer = producer;
    }

    /**
     * Stores the alerts, and returns when they are safe.
     *
     * @throws KafkaException when they could not be stored
     * @throws InterruptedException when the notifier stops meanwhile; they may be stored or not
     */
    public void keep(List<UndeliveredAlert> alerts) throws InterruptedException {
        var sent = alerts.stream().map(alert -> producer.send(alert.toRecord())).toList();
        for (var index = 0; index < sent.size(); index++) {
            var failure = failure(sent.get(index));
            if (failure instanceof RecordTooLargeException) {
                // An alert just below the size limit that its headers push above it: store it without its value rather
                // than not at all.
                failure = failure(producer.send(alerts.get(index).withoutValue().toRecord()));
            }
            if (failure != null) {
                throw new KafkaException("undelivered alerts could not be kept", failure);
            }
        }
    }

    private static @Nullable Throwable failure(Future<?> sent) throws InterruptedException {
        try {
            sent.get();
            return null;
        } catch (ExecutionException failure) {
            return failure.getCause() == null ? failure : failure.getCause();
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
