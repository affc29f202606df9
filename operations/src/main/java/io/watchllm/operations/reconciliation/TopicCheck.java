package io.watchllm.operations.reconciliation;

import io.watchllm.operations.Pause;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.operations.reconciliation.TopicComparison.RefusedEvents;
import io.watchllm.operations.reconciliation.TopicComparison.RowTopic;
import io.watchllm.operations.reconciliation.TopicComparison.RowsRead;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the counts with the topics. Created before the counts are read and evaluated afterwards, so that changes
 * meanwhile never look like missing events.
 */
final class TopicCheck {
    /** Most offsets that are read without being requested: takes some seconds. */
    private static final long OFFSETS_READ_MAX = 1_000_000;

    /** The offsets of a transaction are sometimes visible a moment before its counts. */
    private static final Duration COUNTS_LATE_MAX = Duration.ofSeconds(1);

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final KafkaConnection kafka;
    private final boolean count;
    private final Map<Integer, Long> lost;
    private final Map<TopicPartition, Long> committed;
    private final Map<TopicPartition, Long> rowEnds;

    /**
     * Reads how far the processor is.
     *
     * @param count whether to read topics however large they are
     * @param lost offsets of events whose loss was accepted, by partition; they are accounted for
     */
    TopicCheck(KafkaConnection kafka, String applicationId, boolean count, Map<Integer, Long> lost) {
        this.kafka = kafka;
        this.lost = lost;
        this.count = count;
        committed = new GroupReader(kafka).committed(Topics.EVENTS.name(), applicationId);
        try (var consumer = kafka.consumer()) {
            rowEnds = new TopicReader(consumer).ends(Topics.EVENT_ROWS.name());
        }
    }

    /**
     * Compares the counts.
     *
     * @param eventCounts counts of the processor
     * @param sum sum of all projects, as counted by the processor
     * @param deadLetters counts from the dead letters
     */
    TopicComparison compare(ProcessorEventCounts eventCounts, Project sum, DeadLetterCounts.Told deadLetters) {
        var rows = rows(sum.rows() + sum.alerts());
        var deadLetterPartitions = kafka.ends(Topics.DEAD_LETTERS.name()).keySet();
        var refused = new RefusedEvents(sum.refused(), deadLetters.refused(), total(begins(deadLetterPartitions)) == 0);
        var partitions = events(eventCounts.partitions(), deadLetters.skipped());
        var deadline = System.nanoTime() + COUNTS_LATE_MAX.toNanos();
        while (partitions.stream().anyMatch(EventPartition::inDoubt) && System.nanoTime() < deadline) {
            Pause.of(BETWEEN);
            eventCounts.read();
            partitions = events(eventCounts.partitions(), deadLetters.skipped());
        }
        return new TopicComparison(readWhatIsInDoubt(partitions), rows, refused);
    }

    private List<EventPartition> events(Map<Integer, Project> counts, Map<Integer, Long> skipped) {
        var ends = kafka.ends(Topics.EVENTS.name());
        var starts = begins(ends.keySet());
        return ends.entrySet().stream()
                .map(end -> new EventPartition(
                        end.getKey().partition(),
                        starts.getOrDefault(end.getKey(), 0L),
                        // A group that has committed nothing has read nothing that could be missing.
                        committed.getOrDefault(end.getKey(), 0L),
                        end.getValue(),
                        counts.getOrDefault(end.getKey().partition(), Project.NOTHING)
                                        .read()
                                + skipped.getOrDefault(end.getKey().partition(), 0L)
                                + lost.getOrDefault(end.getKey().partition(), 0L),
                        null))
                .sorted(Comparator.comparingInt(EventPartition::partition))
                .toList();
    }

    private List<EventPartition> readWhatIsInDoubt(List<EventPartition> partitions) {
        var doubtful = partitions.stream().filter(EventPartition::inDoubt).toList();
        var offsets = doubtful.stream().mapToLong(EventPartition::readable).sum();
        if (doubtful.isEmpty() || (offsets > OFFSETS_READ_MAX && !count)) {
            return partitions;
        }
        var upTo = doubtful.stream()
                .filter(partition -> partition.readable() > 0)
                .collect(Collectors.toMap(TopicCheck::of, EventPartition::committed));
        var records = new HashMap<TopicPartition, Long>();
        if (!upTo.isEmpty()) {
            try (var consumer = kafka.consumer()) {
                new TopicReader(consumer).read(upTo, record -> {
                    records.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum);
                    return true;
                });
            }
        }
        return partitions.stream()
                .map(partition -> partition.inDoubt()
                        ? partition.withRecords(records.getOrDefault(of(partition), 0L))
                        : partition)
                .toList();
    }

    private static TopicPartition of(EventPartition partition) {
        return new TopicPartition(Topics.EVENTS.name(), partition.partition());
    }

    private RowTopic rows(long counted) {
        var ends = kafka.ends(Topics.EVENT_ROWS.name());
        return new RowTopic(counted, total(begins(ends.keySet())), total(ends), count ? readRows(ends) : null);
    }

    private @Nullable RowsRead readRows(Map<TopicPartition, Long> ends) {
        var before = new AtomicLong();
        var after = new AtomicLong();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(ends, record -> {
                var first = rowEnds.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < first) {
                    before.incrementAndGet();
                }
                after.incrementAndGet();
                return true;
            });
        }
        return new RowsRead(before.get(), after.get());
    }

    private Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
        try (var consumer = kafka.consumer()) {
            return consumer.beginningOffsets(partitions);
        }
    }

    private static long total(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
