package io.watchllm.operations.audit;

import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads committed records of a partition, in order, for their offsets or contents. For one thread. */
final class TopicOffsets implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final int POLL_RECORDS_MAX = 20_000;
    private static final int FETCH_BYTES_MAX = 16 << 20;
    private static final int FETCH_WAIT_MAX_MS = 10;
    /** Reading on is cheaper than a seek to an offset this close. */
    private static final long SEEK_OFFSETS_MIN = 5_000;

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;

    /**
     * An offset window of a partition.
     *
     * @param from its first offset
     * @param next the offset after it
     * @param records offsets that have a record
     * @param oldestMillis timestamp of its oldest record; {@code Long.MAX_VALUE} when it has none
     */
    record Window(long from, long next, OffsetRuns records, long oldestMillis) {}

    TopicOffsets(KafkaSettings settings) {
        // A fetch that waits at the end of one partition would delay the next: there is one for each broker at a time.
        consumer = new KafkaConnection(settings)
                .consumer(Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        POLL_RECORDS_MAX,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        FETCH_BYTES_MAX,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MAX_MS));
    }

    /** Seeks to an offset of a partition; {@link #window} reads from there. */
    void seek(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
    }

    /** Reads until the window spans about so many offsets, and never beyond {@code end}, which is exclusive. */
    Window window(TopicPartition partition, long offsets, long end) {
        var from = consumer.position(partition);
        var records = new OffsetRuns.Builder();
        var oldest = new long[] {Long.MAX_VALUE};
        readTo(partition, Math.min(end, from + offsets), record -> {
            if (record.offset() < end) {
                records.add(record.offset());
                oldest[0] = Math.min(oldest[0], record.timestamp());
            }
        });
        return new Window(from, Math.min(end, consumer.position(partition)), records.build(), oldest[0]);
    }

    /** Passes the records at these offsets to the visitor, in order, as far as Kafka still has them. */
    void visit(
            TopicPartition partition,
            OffsetRuns wanted,
            java.util.function.Consumer<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        consumer.assign(List.of(partition));
        var position = -1L;
        for (var run : wanted.runs()) {
            if (position < 0 || run.from() - position > SEEK_OFFSETS_MIN) {
                consumer.seek(partition, run.from());
            }
            if (consumer.position(partition) <= run.to()) {
                readTo(partition, run.to() + 1, record -> {
                    if (wanted.contains(record.offset())) {
                        visitor.accept(record);
                    }
                });
            }
            position = consumer.position(partition);
        }
    }

    /** Passes every record from the current position to {@code position}, which is exclusive, to the visitor. */
    void readTo(
            TopicPartition partition,
            long position,
            java.util.function.Consumer<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var silentSince = System.nanoTime();
        while (consumer.position(partition) < position) {
            var before = consumer.position(partition);
            for (var record : consumer.poll(POLL)) {
                visitor.accept(record);
            }
            if (consumer.position(partition) > before) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > SILENCE_MAX.toNanos()) {
                throw new OperationException("Kafka gave nothing of " + partition + " behind offset " + before + " for "
                        + SILENCE_MAX.toSeconds() + " s, though there is more");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
