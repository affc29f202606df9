package io.watchllm.sink.core;

import io.watchllm.delivery.core.Intent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges that have landed recently, to be checked again; ranges of a partition that follow each other are merged into
 * one span. Bounded; when it is full, further spans are dropped.
 */
public final class RecentRanges {
    private static final int SPANS_MAX = 1_000;

    private final Map<Integer, Intent> latest = new HashMap<>();
    private final List<Span> done = new ArrayList<>();

    /** A partition's landed rows: the offset range holds exactly these. */
    public record Span(int partition, Intent range) {}

    /** Adds a landed range. */
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

    /** Ends all spans, because other sinks may write ranges between ours from now on. */
    public void cut() {
        latest.forEach(this::keep);
        latest.clear();
    }

    private void keep(int partition, Intent range) {
        if (done.size() < SPANS_MAX) {
            done.add(new Span(partition, range));
        }
    }

    /** Returns and removes all spans. */
    public List<Span> drain() {
        cut();
        var all = List.copyOf(done);
        done.clear();
        return all;
    }
}
