package io.watchllm.processor.core.alert.state;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.window.Accumulator;

/** The total of a run or of a day. It only grows, and remembers the highest share of its budget that was emitted. */
final class Total {

    private final long startMs;
    private final long endMs;
    private final Accumulator tally;
    private long newestMs = Moment.NEVER;
    private long emittedPercent;

    /** Nothing yet, of the time from {@code startMs} up to, but without, {@code endMs}. */
    Total(long startMs, long endMs) {
        this(startMs, endMs, new Accumulator());
    }

    private Total(long startMs, long endMs, Accumulator tally) {
        this.startMs = startMs;
        this.endMs = endMs;
        this.tally = tally;
    }

    /** Nothing yet, of all time: that of a run. */
    static Total ofRun() {
        return new Total(Moment.NEVER, Long.MAX_VALUE);
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    /** Where its time begins. */
    long startMs() {
        return startMs;
    }

    /** Begin of what its alerts are about: of a day the day's, of a run its first event. */
    long episodeStartMs() {
        return startMs == Moment.NEVER ? tally.firstMs() : startMs;
    }

    Accumulator tally() {
        return tally;
    }

    /** Something of this time was added. */
    void saw(long timeMs) {
        newestMs = Math.max(newestMs, timeMs);
    }

    /** The newest time that was {@link #saw seen}: what comes late does not make the total older. */
    long newestMs() {
        return newestMs;
    }

    /** The highest share that was emitted; 0 when none was. */
    long emittedPercent() {
        return emittedPercent;
    }

    /** Remembers that this share, and so each below it, needs no alert any more. */
    void emitted(long percent) {
        emittedPercent = percent;
    }

    void write(ByteWriter out) {
        out.number(startMs).number(endMs).number(newestMs).number(emittedPercent);
        tally.write(out);
    }

    static Total read(ByteReader in) {
        long startMs = in.number();
        long endMs = in.number();
        long newestMs = in.number();
        long emittedPercent = in.number();
        var total = new Total(startMs, endMs, Accumulator.read(in));
        total.newestMs = newestMs;
        total.emittedPercent = emittedPercent;
        return total;
    }
}
