package io.watchllm.operations.audit.core;

/**
 * A run of consecutive offsets.
 *
 * @param from the first
 * @param to the last, included
 */
public record OffsetRun(long from, long to) {

    public OffsetRun {
        if (to < from) {
            throw new IllegalArgumentException("no run of offsets: " + from + " to " + to);
        }
    }

    /** Number of offsets. */
    public long count() {
        return to - from + 1;
    }

    @Override
    public String toString() {
        return from == to ? Long.toString(from) : from + "-" + to;
    }
}
