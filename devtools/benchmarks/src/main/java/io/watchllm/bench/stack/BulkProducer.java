package io.watchllm.bench.stack;

import io.watchllm.runtime.KafkaSettings;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Fills a topic: compressed with LZ4 in the producer's default batches of 16 KiB. For one thread. */
public final class BulkProducer implements AutoCloseable {
    private static final long BUFFER_BYTES = 64L << 20;

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public BulkProducer(KafkaSettings kafka) {
        var config = kafka.forClients();
        config.put("compression.type", "lz4");
        config.put("buffer.memory", BUFFER_BYTES);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends a record; {@link #close} tells when one did not arrive. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        var _ = producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    /**
     * Waits until the broker has all.
     *
     * @throws IllegalStateException when it does not
     */
    @Override
    public void close() {
        producer.close();
        var first = failure.get();
        if (first != null) {
            throw new IllegalStateException("not all records reached their topic", first);
        }
    }
}
