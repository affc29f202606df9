package io.watchllm.chaos.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.chaos.core.EventScript;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the processors have counted, from their changelogs: the latest record of each partition and key. */
final class ProcessorCounts {
    private static final List<String> STORES = List.of("event-counts", "alert-counts");
    private static final String ALL = "all";

    /** By project and entry, such as {@code p0|rows}. */
    private final Map<String, Long> counts = new TreeMap<>();

    ProcessorCounts(Positions positions) {
        for (var store : STORES) {
            var latest = new HashMap<Integer, Map<String, Long>>();
            positions.readOwn(store, record -> {
                if (record.value() != null && record.value().length == Long.BYTES) {
                    latest.computeIfAbsent(record.partition(), any -> new HashMap<>())
                            .put(
                                    new String(record.key(), UTF_8),
                                    ByteBuffer.wrap(record.value()).getLong());
                }
            });
            latest.values().forEach(partition -> partition.forEach((key, count) -> add(counts, key, count)));
        }
    }

    private static void add(Map<String, Long> counts, String key, long count) {
        var entry = key.substring(key.lastIndexOf('|') + 1);
        // Of what can't be read nobody knows the project for certain, and alerts are of any.
        var project = entry.equals("rows") || entry.equals("duplicate") ? key : ALL + "|" + entry;
        counts.merge(project, count, Long::sum);
    }

    /** What differs from what was sent; empty when nothing does. */
    Optional<String> difference(EventScript script, long alerts) {
        var expected = new TreeMap<String, Long>();
        for (var index = 0; index < script.sends(); index++) {
            var send = script.send(index);
            var project = EventRecords.project(send.event());
            add(
                    expected,
                    switch (send.kind()) {
                        case EVENT -> project + "|rows";
                        case REPEAT -> project + "|duplicate";
                        case UNREADABLE, INVALID -> project + "|refused";
                    },
                    1);
        }
        if (alerts > 0) {
            expected.put(ALL + "|alerts", alerts);
        }
        return counts.equals(expected)
                ? Optional.empty()
                : Optional.of("counts are " + counts + ", expected " + expected);
    }
}
