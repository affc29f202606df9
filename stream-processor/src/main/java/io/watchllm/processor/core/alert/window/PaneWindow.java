package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.ExactSum;
import io.watchllm.processor.core.alert.model.Observation;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window as panes, of which only those that hold something are kept. The totals are kept up to date: an event
 * is added to them, and a pane that leaves is taken away again, so that no event costs a walk over the panes.
 *
 * <p>It is put down in two parts: all panes now and then, and in between only those that changed since.
 */
public final class PaneWindow {

    private final int panes;
    private final ArrayList<Pane> kept = new ArrayList<>(2);
    private final Histogram measured = new Histogram();
    private long count;
    private final ExactSum sum = new ExactSum();
    private long bad;
    private long unpriced;

    private static final class Pane {
        private final long number;
        private final Accumulator tally;
        private boolean changed;

        Pane(long number, Accumulator tally) {
            this.number = number;
            this.tally = tally;
        }
    }

    /** Gets what leaves a window. */
    @FunctionalInterface
    public interface Tail {
        /** The pane of this number left, or came too late for it. */
        void left(long pane, Accumulator tally);
    }

    /** An empty one of so many panes. */
    public PaneWindow(int panes) {
        this.panes = panes;
    }

    /** Moves on until {@code newest} is its last pane. */
    public void advance(long newest, Tail tail) {
        int gone = 0;
        while (gone < kept.size() && kept.get(gone).number <= newest - panes) {
            var pane = kept.get(gone++);
            takeAway(pane.tally);
            tail.left(pane.number, pane.tally);
        }
        if (gone > 0) {
            kept.subList(0, gone).clear();
        }
    }

    /** Adds an event to its pane, which must not have left. */
    public void add(long pane, Measurement gauge, Observation seen) {
        var tally = changing(pane).tally;
        long badBefore = tally.bad();
        long unpricedBefore = tally.unpriced();
        tally.add(gauge, seen);
        count++;
        sum.add(Accumulator.value(gauge, seen));
        bad += tally.bad() - badBefore;
        unpriced += tally.unpriced() - unpricedBefore;
        if (gauge == Measurement.LATENCY) {
            measured.add(LatencyScale.bin(seen.numbers().latencyMs()), 1);
        } else if (gauge == Measurement.TTFT) {
            measured.add(LatencyScale.bin(seen.numbers().ttftMs()), 1);
        }
    }

    /** Adds a part of a pane, which must not have left. */
    public void merge(long pane, Accumulator part) {
        changing(pane).tally.merge(part);
        include(part);
    }

    private void include(Accumulator part) {
        count += part.count();
        sum.add(part.exactSum());
        bad += part.bad();
        unpriced += part.unpriced();
        if (part.bins() != null) {
            part.bins().addTo(measured);
        }
    }

    private void takeAway(Accumulator part) {
        count -= part.count();
        sum.subtract(part.exactSum());
        bad -= part.bad();
        unpriced -= part.unpriced();
        if (part.bins() != null) {
            part.bins().takeFrom(measured);
        }
    }

    private Pane changing(long number) {
        var pane = pane(number);
        pane.changed = true;
        return pane;
    }

    private Pane pane(long number) {
        int place = kept.size();
        while (place > 0 && kept.get(place - 1).number >= number) {
            place--;
            if (kept.get(place).number == number) {
                return kept.get(place);
            }
        }
        var pane = new Pane(number, new Accumulator());
        kept.add(place, pane);
        return pane;
    }

    /** Events in it. */
    public long count() {
        return count;
    }

    /** Their sum, in billionths; {@link Long#MAX_VALUE} when it is larger. */
    public long sum() {
        return sum.billionths();
    }

    /** How many of them failed. */
    public long bad() {
        return bad;
    }

    /** How many of them have no price. */
    public long unpriced() {
        return unpriced;
    }

    /** A percentile of what was measured. */
    public double quantile(double share) {
        return measured.quantile(share);
    }

    /** Models of its events, sorted. */
    public Models models() {
        var all = new Models();
        kept.forEach(pane -> all.addAll(pane.tally.models()));
        return all;
    }

    /** Time of its first event; null when it is empty. */
    public @Nullable Long firstMs() {
        return kept.isEmpty() ? null : kept.getFirst().tally.firstMs();
    }

    /** Panes that changed since {@link #writeAll}. */
    public int changed() {
        int changed = 0;
        for (var pane : kept) {
            changed += pane.changed ? 1 : 0;
        }
        return changed;
    }

    /** About how many bytes they take. */
    public int changedBytes() {
        int bytes = 0;
        for (var pane : kept) {
            bytes += pane.changed ? pane.tally.bytes() : 0;
        }
        return bytes;
    }

    /** Puts all panes down; from now on none has changed. */
    public void writeAll(ByteWriter out) {
        kept.forEach(pane -> pane.changed = true);
        writeChanged(out);
        kept.forEach(pane -> pane.changed = false);
    }

    /** Puts down the panes that changed. */
    public void writeChanged(ByteWriter out) {
        out.number(changed());
        long before = 0;
        for (var pane : kept) {
            if (pane.changed) {
                out.number(pane.number - before);
                pane.tally.write(out);
                before = pane.number;
            }
        }
    }

    /** Takes up what {@link #writeAll} put down; for an empty one. */
    public void readAll(ByteReader in) {
        readChanged(in);
        kept.forEach(pane -> pane.changed = false);
    }

    /** Takes up what {@link #writeChanged} put down, in place of the same panes as they were. */
    public void readChanged(ByteReader in) {
        int size = in.count(panes);
        long number = 0;
        for (int index = 0; index < size; index++) {
            number += in.number();
            var before = pane(number);
            takeAway(before.tally);
            var pane = new Pane(number, Accumulator.read(in));
            pane.changed = true;
            kept.set(kept.indexOf(before), pane);
            include(pane.tally);
        }
    }
}
