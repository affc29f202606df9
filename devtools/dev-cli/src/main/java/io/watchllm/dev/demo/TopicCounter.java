package io.watchllm.dev.demo;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Counts the committed records of topics by reading them, from the beginning and ever on. Offsets would not do: a
 * transaction's markers take offsets too.
 */
final class TopicCounter implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration COUNT_MAX = Duration.ofSeconds(2);

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final Map<String, Long> counts = new HashMap<>();

    /** Both clients are closed with the counter. */
    TopicCounter(Consumer<byte @Nullable [], byte @Nullable []> consumer, Admin admin, Collection<String> topics) {
        this.consumer = consumer;
        this.admin = admin;
        partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * What was counted up to now.
     *
     * @param records records by topic; dead letters of the sink count under {@link DemoReconciliation#REFUSED_ROWS},
     *     since they stand for a row and not for an event
     * @param toTheEnd whether every record that there was has been counted
     */
    record Counted(Map<String, Long> records, boolean toTheEnd) {}

    /**
     * Counts up to the present end of every partition, as far as it gets in a while. An open transaction holds the end
     * back for readers of what is committed, so counting waits for it.
     */
    Counted count() {
        var ends = ends();
        var deadline = System.nanoTime() + COUNT_MAX.toNanos();
        do {
            for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record : consumer.poll(POLL)) {
                if (!Resolution.isOne(record)) {
                    counts.merge(name(record), 1L, Long::sum);
                }
            }
        } while (!reached(ends) && System.nanoTime() < deadline);
        return new Counted(Map.copyOf(counts), reached(ends));
    }

    private static String name(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return record.topic().equals(Topics.DEAD_LETTERS.name())
                        && DeadLetter.from(record).stage() == DeadLetter.Stage.SINK
                ? DemoReconciliation.REFUSED_ROWS
                : record.topic();
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Ends that open transactions do not hold back. */
    private Map<TopicPartition, Long> ends() {
        var latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while counting records", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the ends of the topics can't be read", failure.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
