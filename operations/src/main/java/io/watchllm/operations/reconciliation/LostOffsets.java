package io.watchllm.operations.reconciliation;

import io.watchllm.delivery.table.AcceptedLosses.Loss;
import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets that left Kafka before they were read, and whose loss an operator has accepted. They may include transaction
 * markers, so these are upper bounds: the counts show how many rows are missing.
 *
 * @param rows offsets of the event rows that the sink passed over
 * @param events offsets of the events that the processor passed over, by partition
 */
public record LostOffsets(long rows, Map<Integer, Long> events) {
    /** No loss was accepted. */
    public static final LostOffsets NONE = new LostOffsets(0, Map.of());

    public LostOffsets {
        events = Map.copyOf(events);
    }

    /** Sums losses of the ledger, which may overlap, counting each offset once. */
    public static LostOffsets of(List<Loss> ranges, String sinkGroup, String applicationId) {
        var rows = 0L;
        var events = new HashMap<Integer, Long>();
        var ordered = new ArrayList<>(ranges);
        ordered.sort(Comparator.comparing(Loss::group)
                .thenComparing(Loss::topicId)
                .thenComparingInt(Loss::partition)
                .thenComparingLong(Loss::first));
        var known = new HashMap<List<Object>, Long>();
        for (var range : ordered) {
            var place = List.<Object>of(range.group(), range.topicId(), range.partition());
            var first = Math.max(range.first(), known.getOrDefault(place, 0L));
            var more = Math.max(0, range.next() - first);
            known.merge(place, range.next(), Math::max);
            if (range.group().equals(sinkGroup)) {
                rows += more;
            } else if (range.group().equals(applicationId) && range.topic().equals(Topics.EVENTS.name())) {
                events.merge(range.partition(), more, Long::sum);
            }
        }
        return new LostOffsets(rows, events);
    }

    /** Offsets of events in all partitions. */
    public long eventsInAll() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }
}
