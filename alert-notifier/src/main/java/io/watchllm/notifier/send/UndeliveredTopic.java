package io.watchllm.notifier.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes to the topic of undelivered alerts. Thread-safe. */
public final class UndeliveredTopic implements Undelivered, AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte @Nullable []> producer;

    /** A writer that closes the producer with it. */
    public UndeliveredTopic(Producer<byte[], byte @Nullable []> producer) {
        this.producer = producer;
    }

    @Override
    public void keep(List<UndeliveredAlert> alerts) throws InterruptedException {
        var sent = new ArrayList<Future<?>>();
        for (var alert : alerts) {
            sent.add(producer.send(alert.toRecord()));
        }
        try {
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException failure) {
            throw new KafkaException("undelivered alerts could not be kept", failure.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
