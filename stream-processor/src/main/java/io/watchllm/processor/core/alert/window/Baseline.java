package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;

/** What a number was before its window: made of the panes that left it. */
public sealed interface Baseline permits SpendBaseline, LatencyBaseline {

    /** Not enough was seen to compare with. */
    long NONE = -1;

    /** Takes in a pane that begins at this time. */
    void add(long startMs, Accumulator tally);

    /** The baseline of a window that begins at this time, in billionths, or {@link #NONE}. */
    long before(long windowStartMs);

    /** How long it looks back. */
    long reachMs();

    /** Puts it down. */
    void write(ByteWriter out);

    /** Takes up what was put down; for an empty one. */
    void read(ByteReader in);
}
