package io.watchllm.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event between publish and its acknowledgement. Not a record, because two publishes of the same event must differ.
 */
final class Pending {

    /** Tells the sender thread that there are no more events. */
    static final Pending END = new Pending(new ProducerRecord<>("end", new byte[0]), 0, 0);

    private final ProducerRecord<byte[], byte[]> record;
    private final long bytes;
    private final long deadline;
    private final CompletableFuture<PublishReceipt> future = new CompletableFuture<>();

    Pending(ProducerRecord<byte[], byte[]> record, long bytes, long deadline) {
        this.record = record;
        this.bytes = bytes;
        this.deadline = deadline;
    }

    ProducerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Bytes of key and value. */
    long bytes() {
        return bytes;
    }

    /** End of the time to deliver it, on the scale of {@link System#nanoTime}. */
    long deadline() {
        return deadline;
    }

    CompletableFuture<PublishReceipt> future() {
        return future;
    }
}
