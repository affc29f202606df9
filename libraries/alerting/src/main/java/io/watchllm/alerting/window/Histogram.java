package io.watchllm.alerting.window;

import java.util.Arrays;

/** Counts of all bins of a window, summed over its panes. Counts are added and removed with the panes. */
final class Histogram {

    private int[] counts = new int[0];
    private long total;
    private int highest = -1;

    void add(int bin, int count) {
        if (bin >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(bin + 1, counts.length * 3 / 2));
        }
        counts[bin] += count;
        total += count;
        highest = Math.max(highest, bin);
    }

    long total() {
        return total;
    }

    /**
     * Quantile of the values, within {@link LatencyScale#ACCURACY}; 0 when there are none. The rank is that of
     * DDSketch: {@code share × (total − 1)}, rounded down.
     */
    double quantile(double share) {
        // From the top, because most requested quantiles are near 1.
        long above = total - 1 - (long) Math.floor(share * (total - 1));
        int bin = highest;
        while (bin >= 0 && counts[bin] == 0) {
            bin--;
        }
        highest = bin;
        long seen = 0;
        for (; bin >= 0; bin--) {
            seen += counts[bin];
            if (seen > above) {
                return LatencyScale.value(bin);
            }
        }
        return 0;
    }
}
