package io.watchllm.chaos.stage;

import io.watchllm.chaos.core.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends rows to the topic of a scenario and writes what the broker took into the ledger. For one thread at a time. */
public final class Load implements AutoCloseable {
    /** There is something to wait for only when sending broke off. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String topic;
    private final int partitions;
    private final Ledger ledger;
    private final Map<String, Object> settings;
    private final Reading readings = new Reading();
    private final int firstSchema;
    private final int secondSchema;
    private KafkaProducer<byte[], byte[]> producer;
    private int next;
    private boolean second;
    private int poisonEach;

    /** Ids that the registry gave the two schemas. */
    record Schemas(int first, int second) {}

    Load(String bootstrap, String topic, int partitions, Schemas schemas, Ledger ledger) {
        this.topic = topic;
        this.partitions = partitions;
        this.firstSchema = schemas.first();
        this.secondSchema = schemas.second();
        this.ledger = ledger;
        this.settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "linger.ms",
                5,
                "batch.size",
                1 << 17,
                // A new partition may refuse the first batch for a moment; were the second one taken meanwhile, the
                // first would be out of its sequence for good.
                "max.in.flight.requests.per.connection",
                1,
                "client.id",
                "chaos-load");
        this.producer = open();
    }

    private KafkaProducer<byte[], byte[]> open() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** From now on rows have the second schema, or the first again. */
    public void secondSchema(boolean now) {
        second = now;
    }

    /** From now on one record in so many can't be a row. */
    public void poisonEach(int records) {
        poisonEach = records;
    }

    /** From now on rows are of three months, by turns. */
    public void threeMonths() {
        readings.threeMonths();
    }

    /** From now on each row has a note of so many characters more. */
    public void noteChars(int chars) {
        readings.noteChars(chars);
    }

    /** Rows that can still be sent. */
    public int left() {
        return ledger.capacity() - next;
    }

    /** A new producer: what the broker knew of the old one is gone. */
    public void reconnect() {
        producer.close();
        producer = open();
    }

    /** The topic was recreated: a new producer, and a new generation in the ledger. */
    public void newGeneration() {
        reconnect();
        ledger.newGeneration(next);
    }

    /**
     * Sends so many rows, or all that are left, and returns when the broker has them.
     *
     * @throws ChaosException when the broker did not take one: the ledger would no longer be true
     */
    public void send(int rows) {
        var failed = new AtomicReference<@Nullable Exception>();
        var end = next + Math.min(rows, left());
        for (; next < end; next++) {
            var id = next;
            var bad = poisonEach > 0 && id % poisonEach == poisonEach / 2;
            var value = bad
                    ? readings.poison(firstSchema, id)
                    : readings.wire(second ? secondSchema : firstSchema, id, second);
            var _ = producer.send(new ProducerRecord<>(topic, id % partitions, null, value), (metadata, failure) -> {
                if (failure != null) {
                    failed.compareAndSet(null, failure);
                } else {
                    ledger.sent(id, metadata.partition(), metadata.offset(), bad);
                }
            });
        }
        producer.flush();
        var failure = failed.get();
        if (failure != null) {
            throw new ChaosException("the broker did not take every record", failure);
        }
    }

    /** As {@link #send}, on another thread; nothing else may be sent before it is done. */
    public CompletableFuture<Void> sendMeanwhile(int rows) {
        return CompletableFuture.runAsync(() -> send(rows));
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
