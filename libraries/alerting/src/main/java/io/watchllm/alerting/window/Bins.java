package io.watchllm.alerting.window;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import java.util.Arrays;

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

    void addTo(Histogram total) {
        for (int index = 0; index < size; index++) {
            total.add(bins[index], counts[index]);
        }
    }

    void takeFrom(Histogram total) {
        for (int index = 0; index < size; index++) {
            total.add(bins[index], -counts[index]);
        }
    }

    /** Number of bins with a count. */
    int size() {
        return size;
    }

    void write(ByteWriter out) {
        out.number(size);
        int before = 0;
        for (int index = 0; index < size; index++) {
            out.number(bins[index] - before).number(counts[index]);
            before = bins[index];
        }
    }

    static Bins read(ByteReader in) {
        var read = new Bins();
        int size = in.count(LatencyScale.last() + 1);
        int bin = 0;
        for (int index = 0; index < size; index++) {
            bin += in.count(LatencyScale.last());
            read.add(bin, in.count(Integer.MAX_VALUE));
        }
        return read;
    }
}
