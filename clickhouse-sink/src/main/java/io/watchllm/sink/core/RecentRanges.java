package io.watchllm.sink.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges that have landed of late, so that they can be looked at again: those that follow each other in a partition are
 * one span. Bounded; what comes when it is full is left out.
 */
public final class RecentRanges {
    private static final int SPANS_MAX = 1_000;

    private final Map<Integer, Intent> latest = new HashMap<>();
    private final List<Span> done = new ArrayList<>();

    /** Rows of a partition that have landed: those of the range, and no others of it. */
    public record Span(int partition, Intent range) {}

    /** A range has landed that lies behind the others of its partition. */
    public void add(int partition, Intent range) {
        var before = latest.get(partition);
        if (before == null) {
            latest.put(partition, range);
        } else if (range.from() > before.to() && before.rows() + (long) range.rows() <= Integer.MAX_VALUE) {
            latest.put(partition, new Intent(range.epoch(), before.from(), range.to(), before.rows() + range.rows()));
        } else {
            keep(partition, before);
            latest.put(partition, range);
        }
    }

    /** From now on ranges may follow that are not ours: spans are not made longer any more. */
    public void cut() {
        latest.forEach(this::keep);
        latest.clear();
    }

    private void keep(int partition, Intent range) {
        if (done.size() < SPANS_MAX) {
            done.add(new Span(partition, range));
        }
    }

    /** Takes all out. */
    public List<Span> drain() {
        cut();
        var all = List.copyOf(done);
        done.clear();
        return all;
    }
}
