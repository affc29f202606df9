package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.core.Ledger;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.Wait;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends the records of a script and writes what the broker took into the ledger. For one thread at a time. */
public final class EventFeed implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PORTION = Duration.ofMillis(50);
    private static final int PORTIONS_A_SECOND = 20;

    private final EventScript script;
    private final EventRecords records;
    private final Ledger ledger;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    private int next;

    EventFeed(String bootstrap, EventScript script, EventRecords records, Ledger ledger) {
        this.script = script;
        this.records = records;
        this.ledger = ledger;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        // A batch that is taken before the first one of a new partition would be out of sequence.
                        "max.in.flight.requests.per.connection",
                        1,
                        // It outlasts whatever happens to the broker.
                        "delivery.timeout.ms",
                        (int) PATIENCE.toMillis(),
                        "max.block.ms",
                        PATIENCE.toMillis(),
                        "client.id",
                        "feed"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Records that can still be sent. */
    public int left() {
        return script.sends() - next;
    }

    /**
     * Sends so many records, or all that are left, and returns when the broker has them.
     *
     * @throws ChaosException when the broker did not take one: the ledger would no longer be true
     */
    public void send(int events) {
        var end = next + Math.min(events, left());
        while (next < end) {
            sendNext();
        }
        flush();
    }

    /** As {@link #send}, evenly over a time, on another thread; nothing else may be sent before it is done. */
    public CompletableFuture<Void> sendMeanwhile(int events, Duration over) {
        var portions = Math.max(1, over.toMillis() * PORTIONS_A_SECOND / 1_000);
        var portion = (int) Math.max(1, events / portions);
        var end = next + Math.min(events, left());
        return CompletableFuture.runAsync(() -> {
            while (next < end) {
                var stop = Math.min(end, next + portion);
                while (next < stop) {
                    sendNext();
                }
                Wait.pass(PORTION);
            }
            flush();
        });
    }

    private void sendNext() {
        var send = script.send(next++);
        var _ = producer.send(
                new ProducerRecord<>(Topics.EVENTS.name(), EventRecords.key(send), records.value(send)),
                (metadata, failure) -> {
                    if (failure != null) {
                        failed.compareAndSet(null, failure);
                    } else {
                        ledger.sent(send.index(), metadata.partition(), metadata.offset(), send.bad());
                    }
                });
    }

    private void flush() {
        producer.flush();
        var failure = failed.get();
        if (failure != null) {
            throw new ChaosException("the broker did not take every record", failure);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
