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

    /** When more panes have changed since the last full serialization, all are serialized again. */
    private static final int CHANGED_PANES_MAX = 4;

    /**
     * The same limit in bytes: the heads of all rules of a group are one record, and there may be hundreds of rules.
     */
    private static final int CHANGED_BYTES_MAX = 4 << 10;

    private final int panes;
    private final ArrayList<Pane> kept = new ArrayList<>(2);
    private final Histogram measured = new Histogram();
    private long count;
    private final ExactSum sum = new ExactSum();
    private long bad;
    private long unpriced;

    private static final class Pane {
        private final long number;
        private Accumulator aggregate = new Accumulator();
        private boolean changed;

        Pane(long number) {
            this.number = number;
        }

        PaneSnapshot snapshot() {
            return new PaneSnapshot(number, aggregate.snapshot());
        }
    }

    /** Receives the panes that leave a window. */
    @FunctionalInterface
    public interface Tail {
        /** The pane left the window, or arrived too late for it. */
        void left(long pane, Accumulator aggregate);
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
            include(pane.aggregate, -1);
            tail.left(pane.number, pane.aggregate);
        }
        if (gone > 0) {
            kept.subList(0, gone).clear();
        }
    }

    /** Adds an event to its pane, which must still be in the window. */
    public void add(long pane, Measurement measurement, Observation seen) {
        var aggregate = changing(pane).aggregate;
        long badBefore = aggregate.bad();
        long unpricedBefore = aggregate.unpriced();
        aggregate.add(measurement, seen);
        count++;
        sum.add(Accumulator.value(measurement, seen));
        bad += aggregate.bad() - badBefore;
        unpriced += aggregate.unpriced() - unpricedBefore;
        if (measurement == Measurement.LATENCY) {
            measured.add(LatencyScale.bin(seen.numbers().latencyMs()), 1);
        } else if (measurement == Measurement.TTFT) {
            measured.add(LatencyScale.bin(seen.numbers().ttftMs()), 1);
        }
    }

    /** Merges a part into its pane, which must still be in the window. */
    public void merge(long pane, Accumulator part) {
        changing(pane).aggregate.merge(part);
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

    /** The pane with this number, marked as changed. */
    private Pane changing(long number) {
        int place = kept.size();
        while (place > 0 && kept.get(place - 1).number >= number) {
            place--;
        }
        if (place == kept.size() || kept.get(place).number != number) {
            kept.add(place, new Pane(number));
        }
        var pane = kept.get(place);
        pane.changed = true;
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

    /** Models of its events, in the order of the panes. */
    public List<String> models() {
        var all = List.<String>of();
        for (var pane : kept) {
            all = Models.addAll(all, pane.aggregate.models());
        }
        return all;
    }

    /** Time of its first event; null when it is empty. */
    public @Nullable Long firstMs() {
        return kept.isEmpty() ? null : kept.getFirst().aggregate.firstMs();
    }

    /** Whether more has changed since {@link #takeAll} than a record of changes should hold. */
    public boolean isMuchChanged() {
        int changed = 0;
        int bytes = 0;
        for (var pane : kept) {
            changed += pane.changed ? 1 : 0;
            bytes += pane.changed ? pane.aggregate.bytes() : 0;
        }
        return changed > CHANGED_PANES_MAX || bytes > CHANGED_BYTES_MAX;
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
            var pane = changing(each.getNumber());
            include(pane.aggregate, -1);
            pane.aggregate = Accumulator.of(each.getAggregate());
            include(pane.aggregate, 1);
        }
    }
}
