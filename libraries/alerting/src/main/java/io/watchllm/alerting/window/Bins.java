package io.watchllm.alerting.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sorted counts of a few bins: a mergeable sketch of the values in one pane. */
final class Bins {

    private static final int FIRST_SIZE = 4;

    private short[] bins = new short[FIRST_SIZE];
    private int[] counts = new int[FIRST_SIZE];
    private int size;

    void add(int bin, int count) {
        int place = Arrays.binarySearch(bins, 0, size, (short) bin);
        if (place >= 0) {
            counts[place] += count;
            return;
        }
        int free = -place - 1;
        if (size == bins.length) {
            bins = Arrays.copyOf(bins, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(bins, free, bins, free + 1, size - free);
        System.arraycopy(counts, free, counts, free + 1, size - free);
        bins[free] = (short) bin;
        counts[free] = count;
        size++;
    }

    void merge(Bins others) {
        for (int index = 0; index < others.size; index++) {
            add(others.bins[index], others.counts[index]);
        }
    }

    /**
     * Adds the counts to a total.
     *
     * @param times -1 to subtract them
     */
    void addTo(Histogram total, int times) {
        for (int index = 0; index < size; index++) {
            total.add(bins[index], times * counts[index]);
        }
    }

    /** Number of bins with a count. */
    int size() {
        return size;
    }

    /** For each bin its distance from the one before, and its count. */
    List<Integer> snapshot() {
        var pairs = new ArrayList<Integer>(2 * size);
        int before = 0;
        for (int index = 0; index < size; index++) {
            pairs.add(bins[index] - before);
            pairs.add(counts[index]);
            before = bins[index];
        }
        return pairs;
    }

    /**
     * Restores bins.
     *
     * @throws IllegalArgumentException when a bin does not exist
     */
    static Bins of(List<Integer> pairs) {
        var read = new Bins();
        int bin = 0;
        for (int index = 0; index + 1 < pairs.size(); index += 2) {
            bin += pairs.get(index);
            if (bin < 0 || bin > LatencyScale.last()) {
                throw new IllegalArgumentException(
                        "a latency has bin " + bin + "; expected 0 to " + LatencyScale.last());
            }
            read.add(bin, pairs.get(index + 1));
        }
        return read;
    }
}
