package io.watchllm.alerting.window;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;

/** Baseline of a value, computed from the panes that left its window. */
public sealed interface Baseline permits SpendBaseline, LatencyBaseline {

    /** Too little data for a comparison. */
    long NONE = -1;

    /** Adds a pane that starts at this time. */
    void add(long startMs, Accumulator tally);

    /** Baseline of a window that starts at this time, in billionths, or {@link #NONE}. */
    long before(long windowStartMs);

    /** How far it looks back, in milliseconds. */
    long reachMs();

    /** Serializes the baseline. */
    void write(ByteWriter out);

    /** Restores a serialized baseline; this one must be empty. */
    void read(ByteReader in);
}
