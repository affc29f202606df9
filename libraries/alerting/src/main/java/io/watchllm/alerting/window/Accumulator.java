package io.watchllm.alerting.window;

import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.ExactSum;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.snapshot.AggregateSnapshot;
import io.watchllm.schemas.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aggregate of events: counts, an exact sum, a quantile sketch. Merging is commutative and associative. */
public final class Accumulator {

    /** A distance of at most three bytes, and a count of at most five. */
    private static final int BIN_BYTES = 8;

    /** Numbers of at most ten bytes each, and the lengths of the texts. */
    private static final int FIXED_BYTES = 7 * 10 + 2 * Models.MAX + 20;

    private long count;
    private final ExactSum sum = new ExactSum();
    private long bad;
    private long unpriced;
    private @Nullable Bins bins;
    private List<String> models = List.of();
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private EventRef last = EventRef.NONE;

    /** Whether the event has the measured value. */
    public static boolean counts(Measurement measurement, Observation seen) {
        return switch (measurement) {
            case LATENCY, DURATION -> seen.numbers().latencyMs() != Observation.NONE;
            case TTFT -> seen.numbers().ttftMs() != Observation.NONE;
            case UNPRICED -> seen.numbers().costNanos() == Observation.NONE;
            default -> true;
        };
    }

    /** Adds a matching event. */
    public void add(Measurement measurement, Observation seen) {
        var numbers = seen.numbers();
        count++;
        switch (measurement) {
            case COST -> {
                sum.add(value(measurement, seen));
                unpriced += numbers.costNanos() == Observation.NONE ? 1 : 0;
            }
            case TOKENS, DURATION -> sum.add(value(measurement, seen));
            case LATENCY -> ownBins().add(LatencyScale.bin(numbers.latencyMs()), 1);
            case TTFT -> ownBins().add(LatencyScale.bin(numbers.ttftMs()), 1);
            case FAILURES -> bad += numbers.outcome() == Outcome.SUCCESS ? 0 : 1;
            case TIMEOUTS -> bad += numbers.outcome() == Outcome.TIMEOUT ? 1 : 0;
            case UNPRICED -> unpriced++;
            case PRESENCE -> {
                // The count covers it.
            }
        }
        models = Models.add(models, seen.who().actor().model());
        span(seen.timeMs(), seen.timeMs(), seen.event());
    }

    /** What a matching event adds to the sum, in billionths; 0 where the measurement has no sum. */
    public static long value(Measurement measurement, Observation seen) {
        var numbers = seen.numbers();
        return switch (measurement) {
            case COST -> numbers.costNanos() == Observation.NONE ? 0 : numbers.costNanos();
            case TOKENS -> FixedPoint.ofWhole(numbers.tokens());
            case DURATION -> FixedPoint.ofWhole(numbers.latencyMs());
            case LATENCY, TTFT, FAILURES, TIMEOUTS, UNPRICED, PRESENCE -> 0;
        };
    }

    /** Merges another aggregate. */
    public void merge(Accumulator others) {
        count += others.count;
        sum.add(others.sum);
        bad += others.bad;
        unpriced += others.unpriced;
        if (others.bins != null) {
            ownBins().merge(others.bins);
        }
        models = Models.addAll(models, others.models);
        span(others.firstMs, others.lastMs, others.last);
    }

    private void span(long fromMs, long toMs, EventRef event) {
        firstMs = Math.min(firstMs, fromMs);
        // Ties are broken by id, so that the order of arrival doesn't matter.
        if (toMs > lastMs || (toMs == lastMs && event.compareTo(last) > 0)) {
            lastMs = toMs;
            last = event;
        }
    }

    private Bins ownBins() {
        var own = bins;
        if (own == null) {
            own = new Bins();
            bins = own;
        }
        return own;
    }

    /** Number of events. */
    public long count() {
        return count;
    }

    /** Sum in billionths; {@link Long#MAX_VALUE} if larger. */
    public long sum() {
        return sum.billionths();
    }

    ExactSum exactSum() {
        return sum;
    }

    /** Number of failed events. */
    public long bad() {
        return bad;
    }

    /** Number of events without a price. */
    public long unpriced() {
        return unpriced;
    }

    @Nullable
    Bins bins() {
        return bins;
    }

    /** Models of the events, in the order in which they were added. */
    public List<String> models() {
        return models;
    }

    /** Time of the first event. */
    public long firstMs() {
        return firstMs;
    }

    /** Time of the last event. */
    public long lastMs() {
        return lastMs;
    }

    /** The last event. */
    public EventRef last() {
        return last;
    }

    /** Upper bound of the size when serialized, in bytes. */
    int bytes() {
        int binBytes = bins == null ? 0 : BIN_BYTES * bins.size();
        long idBytes = Utf8.length(last.runId()) + Utf8.length(last.eventId());
        return FIXED_BYTES + Models.bytes(models) + (int) idBytes + binBytes;
    }

    /** The snapshot of the aggregate. */
    public AggregateSnapshot snapshot() {
        return new AggregateSnapshot(
                count,
                sum.high(),
                sum.low(),
                bad,
                unpriced,
                bins == null ? List.of() : bins.snapshot(),
                models,
                firstMs,
                lastMs,
                last.snapshot());
    }

    /**
     * Restores an aggregate.
     *
     * @throws IllegalArgumentException when it is invalid
     */
    public static Accumulator of(AggregateSnapshot from) {
        var aggregate = new Accumulator();
        aggregate.count = from.getCount();
        aggregate.sum.add(from.getSumHigh(), from.getSumLow());
        aggregate.bad = from.getBad();
        aggregate.unpriced = from.getUnpriced();
        aggregate.bins = from.getBins().isEmpty() ? null : Bins.of(from.getBins());
        aggregate.models = Models.addAll(List.of(), from.getModels());
        aggregate.firstMs = from.getFirstMs();
        aggregate.lastMs = from.getLastMs();
        aggregate.last = EventRef.of(from.getLast());
        return aggregate;
    }
}
