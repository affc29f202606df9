package io.watchllm.operations.audit;

import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.runtime.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads committed records of a partition, in order, for their offsets or contents. For one thread. */
final class TopicOffsets implements AutoCloseable {
    private static final int POLL_RECORDS_MAX = 20_000;
    private static final int FETCH_BYTES_MAX = 16 << 20;
    private static final int FETCH_WAIT_MAX_MS = 10;
    /** Reading on is cheaper than a seek to an offset this close. */
    private static final long SEEK_OFFSETS_MIN = 5_000;

    private final org.apache.kafka.clients.consumer.Consumer<byte @Nullable [], byte @Nullable []> consumer;

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

    /** Reads a window of so many offsets, never beyond {@code end}, which is exclusive. */
    Window window(TopicPartition partition, long from, long offsets, long end) {
        var next = Math.min(end, from + offsets);
        var records = new OffsetRuns.Builder();
        var oldest = new long[] {Long.MAX_VALUE};
        read(partition, from, next, record -> {
            records.add(record.offset());
            oldest[0] = Math.min(oldest[0], record.timestamp());
        });
        return new Window(from, next, records.build(), oldest[0]);
    }

    /** Passes the records at these offsets to the visitor, in order, as far as Kafka still has them. */
    void visit(
            TopicPartition partition,
            OffsetRuns wanted,
            Consumer<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        var runs = wanted.runs();
        for (var first = 0; first < runs.size(); ) {
            var last = first;
            while (last + 1 < runs.size()
                    && runs.get(last + 1).from() - runs.get(last).to() <= SEEK_OFFSETS_MIN) {
                last++;
            }
            read(partition, runs.get(first).from(), runs.get(last).to() + 1, record -> {
                if (wanted.contains(record.offset())) {
                    visitor.accept(record);
                }
            });
            first = last + 1;
        }
    }

    private void read(
            TopicPartition partition,
            long from,
            long end,
            Consumer<ConsumerRecord<byte @Nullable [], byte @Nullable []>> visitor) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        new TopicReader(consumer).readOn(Map.of(partition, end), record -> {
            visitor.accept(record);
            return true;
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
