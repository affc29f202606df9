package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.snapshot.TotalSnapshot;
import io.watchllm.alerting.window.Accumulator;

/** Total of a run or a day. It only grows, and remembers the highest share of its budget that was emitted. */
final class Total {

    private final long startMs;
    private final long endMs;
    private final Accumulator tally;
    private long newestMs = Moment.NEVER;
    private long emittedPercent;

    /** An empty total for the time from {@code startMs} (inclusive) to {@code endMs} (exclusive). */
    Total(long startMs, long endMs) {
        this(startMs, endMs, new Accumulator());
    }

    private Total(long startMs, long endMs, Accumulator tally) {
        this.startMs = startMs;
        this.endMs = endMs;
        this.tally = tally;
    }

    /** An empty total without time bounds, for a run. */
    static Total ofRun() {
        return new Total(Moment.NEVER, Long.MAX_VALUE);
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    /** Start of its time range. */
    long startMs() {
        return startMs;
    }

    /** Start of the episode in its alerts: of the day, or the first event of the run. */
    long episodeStartMs() {
        return startMs == Moment.NEVER ? tally.firstMs() : startMs;
    }

    Accumulator tally() {
        return tally;
    }

    /** Records the time of an addition. */
    void saw(long timeMs) {
        newestMs = Math.max(newestMs, timeMs);
    }

    /** The newest time that was {@link #saw seen}; late additions do not move it back. */
    long newestMs() {
        return newestMs;
    }

    /** The highest share that was emitted; 0 for none. */
    long emittedPercent() {
        return emittedPercent;
    }

    /** Records that this share and all below it need no further alert. */
    void emitted(long percent) {
        emittedPercent = percent;
    }

    TotalSnapshot snapshot() {
        return new TotalSnapshot(startMs, endMs, newestMs, emittedPercent, tally.snapshot());
    }

    static Total of(TotalSnapshot from) {
        var total = new Total(from.getStartMs(), from.getEndMs(), Accumulator.of(from.getAggregate()));
        total.newestMs = from.getNewestMs();
        total.emittedPercent = from.getEmittedPercent();
        return total;
    }
}
