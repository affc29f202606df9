package io.watchllm.operations.reconciliation;

import io.watchllm.schemas.Topics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partition of {@code watchllm.events} compared with the processor's counts. Every offset before the committed one is
 * either a counted event or not an event: a transaction marker, or a record of an aborted transaction. Only reading the
 * partition shows which; what retention has deleted can't be read.
 *
 * @param partition its number
 * @param start offset of the oldest record that retention has not deleted
 * @param committed offset up to which the processor has read; read before the counts
 * @param end offset after the newest record; read after the counts
 * @param counted events of the partition that the processor has counted since it began
 * @param records events between {@code start} and {@code committed}; null when the partition was not read
 */
public record EventPartition(
        int partition,
        long start,
        long committed,
        long end,
        long counted,
        @Nullable Long records) {

    /** Whether offsets alone can't show that every event was counted. */
    boolean inDoubt() {
        return records == null && committed > counted;
    }

    /** Number of offsets to read in the partition. */
    long readable() {
        return Math.max(0, committed - start);
    }

    EventPartition withRecords(long found) {
        return new EventPartition(partition, start, committed, end, counted, found);
    }

    /** Offsets before the committed one that are neither counted nor known not to be events. */
    public long uncounted() {
        return Math.max(0, committed - counted - noEvents());
    }

    private long noEvents() {
        return records == null ? 0 : readable() - records;
    }

    /** A certain or likely error; empty when there is none. */
    Optional<String> problem() {
        if (records != null && uncounted() > 0 && (start == 0 || records > counted || noEvents() == 0)) {
            var doubt = start == 0
                    ? ""
                    : " (or were markers of transactions among the first %,d offsets, which retention has deleted)"
                            .formatted(start);
            return Optional.of(
                    "%,d records of %s lie before the committed offset and were never counted, partition %d%s"
                            .formatted(uncounted(), Topics.EVENTS.name(), partition, doubt));
        }
        var excess = counted - (end - noEvents());
        return excess <= 0
                ? Optional.empty()
                : Optional.of(
                        "%,d more events are counted than partition %d of %s ever had: the offset of the group was set back, or the topic made again; else they were counted twice"
                                .formatted(excess, partition, Topics.EVENTS.name()));
    }

    /** A difference that can't be explained for certain; empty when there is none, or when it is a problem. */
    Optional<String> note() {
        if (uncounted() == 0 || problem().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                records == null
                        ? "%,d offsets of %s before the committed one are not counted, partition %d: markers of transactions, or lost events; --count reads the partition and tells"
                                .formatted(uncounted(), Topics.EVENTS.name(), partition)
                        : "%,d of the first %,d offsets of %s, which retention has deleted, are not counted, partition %d: markers of transactions, or lost events; if the number grows, they are lost events"
                                .formatted(uncounted(), start, Topics.EVENTS.name(), partition));
    }
}
