package io.watchllm.privacy;

import java.util.Arrays;

/** Start and end positions of the matches in a text. Used for one search. */
final class Hits {

    private static final int FIRST_PLACES = 8;

    private int[] bounds = new int[2 * FIRST_PLACES];
    private int count;

    void add(int from, int to) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = from;
        bounds[2 * count + 1] = to;
        count++;
    }

    int count() {
        return count;
    }

    int from(int index) {
        return bounds[2 * index];
    }

    int to(int index) {
        return bounds[2 * index + 1];
    }

    void clear() {
        count = 0;
    }
}
