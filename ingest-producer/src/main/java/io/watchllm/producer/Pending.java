package io.watchllm.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An event between publish and its acknowledgement. No record: two publishes of the same event are two. */
final class Pending {

    /** Stands behind the last event; it is never sent. */
    static final Pending END = new Pending(new ProducerRecord<>("end", new byte[0]), 0);

    final ProducerRecord<byte[], byte[]> record;
    final long bytes;
    final CompletableFuture<PublishReceipt> future = new CompletableFuture<>();

    Pending(ProducerRecord<byte[], byte[]> record, long bytes) {
        this.record = record;
        this.bytes = bytes;
    }
}
