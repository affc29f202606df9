package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;
import io.watchllm.processor.core.alert.FixedPoint;
import io.watchllm.processor.core.alert.Observation;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window as panes, of which only those that hold something are kept. The totals are kept up to date: an event
 * is added to them, and a pane that leaves is taken away again, so that no event costs a walk over the panes.
 */
public final class PaneWindow {

    private final int panes;
    private final ArrayList<Pane> kept = new ArrayList<>(2);
    private final Histogram measured = new Histogram();
    private long count;
    private long sum;
    private long bad;
    private long unpriced;

    private record Pane(long number, Tally tally) {}

    /** Gets what leaves a window. */
    @FunctionalInterface
    public interface Tail {
        /** The pane of this number left, or came too late for it. */
        void left(long pane, Tally tally);
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
    public void add(long pane, Gauge gauge, Observation seen) {
        var tally = tally(pane);
        long sumBefore = tally.sum();
        long badBefore = tally.bad();
        long unpricedBefore = tally.unpriced();
        tally.add(gauge, seen);
        count++;
        sum = FixedPoint.plus(sum, tally.sum() - sumBefore);
        bad += tally.bad() - badBefore;
        unpriced += tally.unpriced() - unpricedBefore;
        if (gauge == Gauge.LATENCY) {
            measured.add(LatencyScale.bin(seen.numbers().latencyMs()), 1);
        } else if (gauge == Gauge.TTFT) {
            measured.add(LatencyScale.bin(seen.numbers().ttftMs()), 1);
        }
    }

    /** Adds a part of a pane, which must not have left. */
    public void merge(long pane, Tally part) {
        tally(pane).merge(part);
        include(part);
    }

    private void include(Tally part) {
        count += part.count();
        sum = FixedPoint.plus(sum, part.sum());
        bad += part.bad();
        unpriced += part.unpriced();
        if (part.bins() != null) {
            part.bins().addTo(measured);
        }
    }

    private void takeAway(Tally part) {
        count -= part.count();
        sum = Math.max(0, sum - part.sum());
        bad -= part.bad();
        unpriced -= part.unpriced();
        if (part.bins() != null) {
            part.bins().takeFrom(measured);
        }
    }

    private Tally tally(long number) {
        int place = kept.size();
        while (place > 0 && kept.get(place - 1).number >= number) {
            place--;
            if (kept.get(place).number == number) {
                return kept.get(place).tally;
            }
        }
        var pane = new Pane(number, new Tally());
        kept.add(place, pane);
        return pane.tally;
    }

    /** Events in it. */
    public long count() {
        return count;
    }

    /** Their sum, in billionths. */
    public long sum() {
        return sum;
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

    /** Puts it down. */
    public void write(ByteWriter out) {
        out.number(kept.size());
        long before = 0;
        for (var pane : kept) {
            out.number(pane.number - before);
            pane.tally.write(out);
            before = pane.number;
        }
    }

    /** Takes up what was put down; for an empty one. */
    public void read(ByteReader in) {
        int size = in.count(panes);
        long number = 0;
        for (int index = 0; index < size; index++) {
            number += in.number();
            var tally = Tally.read(in);
            kept.add(new Pane(number, tally));
            include(tally);
        }
    }
}
