package io.watchllm.bench.latency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When the first, the second and each further row could be read, and from that, when each event could. It is enough to
 * count while events flow: rows of a partition become visible in the order of their offsets, so which event came as
 * which row can be asked afterwards. Used by one thread.
 */
final class FirstSeenTimes {
    private final long[] seenNanos;
    private final List<Long> pollNanos = new ArrayList<>();
    private int rows;
    private long lastPoll;
    private boolean polled;

    /** @param events how many will come */
    FirstSeenTimes(int events) {
        this.seenNanos = new long[events];
    }

    /**
     * Takes down what one look has seen.
     *
     * @param visible rows that can be read now
     * @param nanos when the answer was there, on {@link System#nanoTime()}'s scale
     * @return how many of the rows are new
     * @throws IllegalStateException when there are more rows than events
     */
    int see(long visible, long nanos) {
        if (polled) {
            pollNanos.add(nanos - lastPoll);
        }
        polled = true;
        lastPoll = nanos;
        if (visible > seenNanos.length) {
            throw new IllegalStateException(visible + " rows can be read, of " + seenNanos.length + " events");
        }
        var fresh = 0;
        for (; rows < visible; rows++, fresh++) {
            seenNanos[rows] = nanos;
        }
        return fresh;
    }

    /** How many rows were seen up to now. */
    int count() {
        return rows;
    }

    /**
     * When the answer arrived that held the event, by the events' numbers.
     *
     * @param numbers of the events, in the order of their rows
     * @throws IllegalStateException when an event is missing or there twice
     */
    long[] byNumber(List<Integer> numbers) {
        var nanos = new long[seenNanos.length];
        var found = new BitSet();
        IntStream.range(0, numbers.size()).forEach(row -> {
            int number = numbers.get(row);
            if (found.get(number)) {
                throw new IllegalStateException("event " + number + " stands in the table twice");
            }
            found.set(number);
            nanos[number] = seenNanos[row];
        });
        if (found.cardinality() < nanos.length) {
            throw new IllegalStateException("event " + found.nextClearBit(0) + " does not stand in the table");
        }
        return nanos;
    }

    /** The times from one poll's end to the next one's, in nanoseconds. */
    List<Long> pollNanos() {
        return List.copyOf(pollNanos);
    }
}
