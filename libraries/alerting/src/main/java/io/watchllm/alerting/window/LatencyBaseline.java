package io.watchllm.alerting.window;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.snapshot.BodySnapshot;
import io.watchllm.alerting.snapshot.HourSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * 95th percentile of the 24 hours before the window, in whole hours including the one in which they start: between 24
 * and 25 hours. It needs {@value #SAMPLES_MIN} calls.
 */
public final class LatencyBaseline implements Baseline {

    static final int SAMPLES_MIN = 200;

    private static final long HOUR_MS = 3_600_000;
    private static final int HOURS = 24;
    private static final double SHARE = 0.95;

    private final Deque<Hour> hours = new ArrayDeque<>();
    private final Histogram measured = new Histogram();
    private boolean changed = true;
    private long cached = NONE;

    private record Hour(long number, Bins bins) {}

    @Override
    public void add(long startMs, Accumulator aggregate) {
        var bins = aggregate.bins();
        if (bins == null) {
            return;
        }
        hour(Math.floorDiv(startMs, HOUR_MS)).bins.merge(bins);
        bins.addTo(measured, 1);
        changed = true;
    }

    private Hour hour(long number) {
        for (var each : hours) {
            if (each.number == number) {
                return each;
            }
        }
        var hour = new Hour(number, new Bins());
        // Late data puts at most one hour out of order, which is then removed an hour late.
        hours.addLast(hour);
        return hour;
    }

    @Override
    public long before(long windowStartMs) {
        long oldest = Math.floorDiv(windowStartMs, HOUR_MS) - HOURS;
        while (!hours.isEmpty() && hours.getFirst().number < oldest) {
            hours.removeFirst().bins.addTo(measured, -1);
            changed = true;
        }
        if (changed) {
            changed = false;
            cached = measured.total() < SAMPLES_MIN ? NONE : FixedPoint.ofMeasured(measured.quantile(SHARE));
        }
        return cached;
    }

    @Override
    public void save(BodySnapshot to) {
        to.setHours(hours.stream()
                .map(hour -> new HourSnapshot(hour.number, hour.bins.snapshot()))
                .toList());
    }

    @Override
    public void restore(BodySnapshot from) {
        for (var each : from.getHours()) {
            var hour = new Hour(each.getNumber(), Bins.of(each.getBins()));
            hours.addLast(hour);
            hour.bins.addTo(measured, 1);
        }
    }
}
