package io.watchllm.alerting.window;

import io.watchllm.alerting.snapshot.BodySnapshot;

/** Baseline of a value, computed from the panes that left its window. */
public sealed interface Baseline permits SpendBaseline, LatencyBaseline {

    /** Too little data for a comparison. */
    long NONE = -1;

    /** Adds a pane that starts at this time. */
    void add(long startMs, Accumulator aggregate);

    /** Baseline of a window that starts at this time, in billionths, or {@link #NONE}. */
    long before(long windowStartMs);

    /** Adds the baseline to the snapshot of a body. */
    void save(BodySnapshot to);

    /** Restores a saved baseline; this one must be empty. */
    void restore(BodySnapshot from);
}
