package io.watchllm.bench.processor;

import io.watchllm.runtime.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The floor: consumes, copies each value, produces it in transactions with the offsets. Below this nobody gets who
 * moves records exactly once. With the processor's number of threads, compression and time between commits.
 */
final class CopyLoop implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long COMMIT_NANOS = Duration.ofMillis(100).toNanos();

    private final KafkaSettings kafka;
    private final String from;
    private final String to;
    private final String group;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    CopyLoop(KafkaSettings kafka, String from, String to, String group) {
        this.kafka = kafka;
        this.from = from;
        this.to = to;
        this.group = group;
    }

    void start(int threads) {
        for (var number = 0; number < threads; number++) {
            var worker = new Worker(number);
            workers.add(worker);
            worker.thread.start();
        }
    }

    /** Why it has stopped; empty while it runs. */
    String trouble() {
        var first = failure.get();
        return first == null ? "" : first.toString();
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.consumer.wakeup());
        for (var worker : workers) {
            try {
                worker.thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Worker {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        private final Thread thread;

        Worker(int number) {
            var reading = kafka.forClients();
            reading.put("group.id", group);
            reading.put("isolation.level", "read_committed");
            reading.put("auto.offset.reset", "earliest");
            reading.put("enable.auto.commit", false);
            consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            var writing = kafka.forClients();
            writing.put("transactional.id", group + "-" + number);
            writing.put("compression.type", "lz4");
            writing.put("linger.ms", 100);
            producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
            thread = new Thread(this::run, "copy-" + number);
        }

        private void run() {
            try (consumer;
                    producer) {
                producer.initTransactions();
                consumer.subscribe(List.of(from));
                copy();
            } catch (WakeupException asked) {
                // Asked to stop: what is open is given up.
            } catch (RuntimeException problem) {
                failure.compareAndSet(null, problem);
            }
        }

        private void copy() {
            var committed = System.nanoTime();
            while (true) {
                for (var record : consumer.poll(POLL)) {
                    if (offsets.isEmpty()) {
                        producer.beginTransaction();
                    }
                    send(record);
                }
                if (!offsets.isEmpty() && System.nanoTime() - committed > COMMIT_NANOS) {
                    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                    producer.commitTransaction();
                    offsets.clear();
                    committed = System.nanoTime();
                }
            }
        }

        private void send(ConsumerRecord<byte[], byte[]> record) {
            var _ = producer.send(
                    new ProducerRecord<>(to, record.key(), record.value().clone()));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
    }
}
