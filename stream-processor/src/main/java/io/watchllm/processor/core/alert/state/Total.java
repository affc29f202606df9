package io.watchllm.processor.core.alert.state;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import io.watchllm.processor.core.alert.window.Tally;

/** A total that only grows, and how many of its steps were told. */
final class Total {

    private final long startMs;
    private final long endMs;
    private final Tally tally;
    private int steps;

    Total(long startMs, long endMs) {
        this(startMs, endMs, new Tally());
    }

    private Total(long startMs, long endMs, Tally tally) {
        this.startMs = startMs;
        this.endMs = endMs;
        this.tally = tally;
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    long startMs() {
        return startMs;
    }

    Tally tally() {
        return tally;
    }

    int steps() {
        return steps;
    }

    void stepDone() {
        steps++;
    }

    void write(ByteWriter out) {
        out.number(startMs).number(endMs).number(steps);
        tally.write(out);
    }

    static Total read(ByteReader in) {
        long startMs = in.number();
        long endMs = in.number();
        int steps = in.count(Integer.MAX_VALUE);
        var total = new Total(startMs, endMs, Tally.read(in));
        total.steps = steps;
        return total;
    }
}
