package io.watchllm.bench.latency;

import io.watchllm.bench.rows.CallEvents;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which events a query has seen, and when. Rows of a partition become visible in the order of their offsets, so each
 * poll asks only for what lies behind the last ones, by the index on (partition, offset). Used by one thread.
 */
final class Sightings {
    private static final long NOT_SEEN = Long.MIN_VALUE;

    private final ClickHouseHttp http;
    private final String table;
    private final TreeMap<Integer, Long> lastOffsets = new TreeMap<>();
    private final long[] seenNanos;
    private final BitSet seen = new BitSet();
    private final List<Long> pollNanos = new ArrayList<>();
    private long lastPoll = NOT_SEEN;

    /**
     * @param table database and name
     * @param partitions of the row topic
     * @param events how many will come
     */
    Sightings(ClickHouseHttp http, String table, int partitions, int events) {
        this.http = http;
        this.table = table;
        this.seenNanos = new long[events];
        for (var partition = 0; partition < partitions; partition++) {
            lastOffsets.put(partition, -1L);
        }
    }

    /**
     * Looks once.
     *
     * @return how many events were new
     * @throws IllegalStateException when an event comes a second time
     */
    int poll() {
        var fresh = lastOffsets.entrySet().stream()
                .map(last -> "(source_partition = " + last.getKey() + " AND source_offset > " + last.getValue() + ")")
                .collect(Collectors.joining(" OR "));
        var answer = http.query("SELECT source_partition, source_offset, event_id FROM " + table + " WHERE " + fresh);
        var now = System.nanoTime();
        if (lastPoll != NOT_SEEN) {
            pollNanos.add(now - lastPoll);
        }
        lastPoll = now;
        if (answer.isEmpty()) {
            return 0;
        }
        var lines = answer.split("\n", -1);
        for (var line : lines) {
            var fields = line.split("\t", -1);
            lastOffsets.merge(Integer.valueOf(fields[0]), Long.valueOf(fields[1]), Math::max);
            mark(Math.toIntExact(CallEvents.number(fields[2])), now);
        }
        return lines.length;
    }

    private void mark(int number, long nanos) {
        if (seen.get(number)) {
            throw new IllegalStateException("event " + number + " stands in " + table + " twice");
        }
        seen.set(number);
        seenNanos[number] = nanos;
    }

    /** How many events were seen up to now. */
    int count() {
        return seen.cardinality();
    }

    /** When the answer arrived that held the event, on {@link System#nanoTime()}'s scale. */
    long seenNanos(int number) {
        return seenNanos[number];
    }

    /** The times from one poll's end to the next one's, in nanoseconds. */
    List<Long> pollNanos() {
        return List.copyOf(pollNanos);
    }
}
