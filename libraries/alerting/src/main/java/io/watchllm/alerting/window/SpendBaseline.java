package io.watchllm.alerting.window;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.snapshot.BodySnapshot;
import io.watchllm.alerting.snapshot.SpendSnapshot;
import java.util.Arrays;

/**
 * Median sum of the last {@value #WINDOWS} windows, including empty ones. They have the length of the rule's window,
 * start at multiples of that length since 1970, and end before the current window starts; windows before the first
 * event do not count.
 */
public final class SpendBaseline implements Baseline {

    static final int WINDOWS = 24;
    static final int WINDOWS_MIN = 6;

    /** Additional slots for the unfinished window and for late data. */
    private static final int SLOTS = WINDOWS + 3;

    private final long windowMs;
    private final long[] sums = new long[SLOTS];
    private long first = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private long cachedFor = Long.MIN_VALUE;
    private long cached = NONE;

    /** An empty baseline for windows of this length. */
    public SpendBaseline(long windowMs) {
        this.windowMs = windowMs;
    }

    @Override
    public void add(long startMs, Accumulator aggregate) {
        long window = Math.floorDiv(startMs, windowMs);
        first = Math.min(first, window);
        moveTo(window);
        if (window > newest - SLOTS) {
            int slot = slot(window);
            sums[slot] = FixedPoint.plus(sums[slot], aggregate.sum());
            cachedFor = Long.MIN_VALUE;
        }
    }

    private void moveTo(long window) {
        for (long next = Math.max(newest, window - SLOTS) + 1; next <= window; next++) {
            sums[slot(next)] = 0;
        }
        newest = Math.max(newest, window);
    }

    @Override
    public long before(long windowStartMs) {
        long last = Math.floorDiv(windowStartMs, windowMs) - 1;
        if (last != cachedFor) {
            cachedFor = last;
            cached = median(last);
        }
        return cached;
    }

    private long median(long last) {
        if (first == Long.MAX_VALUE) {
            return NONE;
        }
        long from = Math.max(first, last - WINDOWS + 1);
        int size = (int) Math.max(0, last - from + 1);
        if (size < WINDOWS_MIN) {
            return NONE;
        }
        var sorted = new long[size];
        for (int index = 0; index < size; index++) {
            long window = from + index;
            sorted[index] = window > newest || window <= newest - SLOTS ? 0 : sums[slot(window)];
        }
        Arrays.sort(sorted);
        long upper = sorted[size / 2];
        return size % 2 == 1 ? upper : sorted[size / 2 - 1] + (upper - sorted[size / 2 - 1]) / 2;
    }

    @Override
    public void save(BodySnapshot to) {
        to.setSpend(new SpendSnapshot(first, newest, Arrays.stream(sums).boxed().toList()));
    }

    @Override
    public void restore(BodySnapshot from) {
        var spend = from.getSpend();
        if (spend == null || spend.getSums().size() != SLOTS) {
            throw new IllegalArgumentException("a body has no baseline of " + SLOTS + " windows");
        }
        first = spend.getFirst();
        newest = spend.getNewest();
        Arrays.setAll(sums, slot -> spend.getSums().get(slot));
    }

    private static int slot(long window) {
        return (int) Math.floorMod(window, (long) SLOTS);
    }
}
