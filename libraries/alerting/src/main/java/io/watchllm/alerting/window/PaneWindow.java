package io.watchllm.alerting.window;

import io.watchllm.alerting.model.ExactSum;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.snapshot.PaneSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window of panes, which stores only non-empty ones. Totals are maintained incrementally: an event is added
 * to them, and a pane that leaves the window is subtracted, so that no event requires a scan of the panes.
 *
 * <p>It is serialized in two parts: all panes occasionally, and in between only those that changed since.
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

        PaneSnapshot snapshot() {
            return new PaneSnapshot(number, tally.snapshot());
        }
    }

    /** Receives the panes that leave a window. */
    @FunctionalInterface
    public interface Tail {
        /** The pane left the window, or arrived too late for it. */
        void left(long pane, Accumulator tally);
    }

    /** An empty window of this many panes. */
    public PaneWindow(int panes) {
        this.panes = panes;
    }

    /** Advances until {@code newest} is the last pane. */
    public void advance(long newest, Tail tail) {
        int gone = 0;
        while (gone < kept.size() && kept.get(gone).number <= newest - panes) {
            var pane = kept.get(gone++);
            include(pane.tally, -1);
            tail.left(pane.number, pane.tally);
        }
        if (gone > 0) {
            kept.subList(0, gone).clear();
        }
    }

    /** Adds an event to its pane, which must still be in the window. */
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

    /** Merges a part into its pane, which must still be in the window. */
    public void merge(long pane, Accumulator part) {
        changing(pane).tally.merge(part);
        include(part, 1);
    }

    /** Adds a part to the totals, or with -1 subtracts it. */
    private void include(Accumulator part, int times) {
        count += times * part.count();
        bad += times * part.bad();
        unpriced += times * part.unpriced();
        if (times > 0) {
            sum.add(part.exactSum());
        } else {
            sum.subtract(part.exactSum());
        }
        if (part.bins() != null) {
            part.bins().addTo(measured, times);
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

    /** Number of events in it. */
    public long count() {
        return count;
    }

    /** Their sum in billionths; {@link Long#MAX_VALUE} if larger. */
    public long sum() {
        return sum.billionths();
    }

    /** Number of failed events. */
    public long bad() {
        return bad;
    }

    /** Number of events without a price. */
    public long unpriced() {
        return unpriced;
    }

    /** A quantile of the measured values. */
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

    /** Number of panes changed since {@link #takeAll}. */
    public int changed() {
        int changed = 0;
        for (var pane : kept) {
            changed += pane.changed ? 1 : 0;
        }
        return changed;
    }

    /** Their approximate size in bytes. */
    public int changedBytes() {
        int bytes = 0;
        for (var pane : kept) {
            bytes += pane.changed ? pane.tally.bytes() : 0;
        }
        return bytes;
    }

    /** All panes; marks them unchanged. */
    public List<PaneSnapshot> takeAll() {
        var all = kept.stream().map(Pane::snapshot).toList();
        kept.forEach(pane -> pane.changed = false);
        return all;
    }

    /** The panes changed since {@link #takeAll}. */
    public List<PaneSnapshot> changedPanes() {
        return kept.stream().filter(pane -> pane.changed).map(Pane::snapshot).toList();
    }

    /** Restores the panes of {@link #takeAll}; the window must be empty. */
    public void restoreAll(List<PaneSnapshot> all) {
        restoreChanged(all);
        kept.forEach(pane -> pane.changed = false);
    }

    /** Restores the panes of {@link #changedPanes}, replacing their older versions. */
    public void restoreChanged(List<PaneSnapshot> changed) {
        for (var each : changed) {
            var before = pane(each.getNumber());
            include(before.tally, -1);
            var pane = new Pane(each.getNumber(), Accumulator.of(each.getAggregate()));
            pane.changed = true;
            kept.set(kept.indexOf(before), pane);
            include(pane.tally, 1);
        }
    }
}
