package io.watchllm.operations.reprice.core;

import io.watchllm.pricing.RowPrice;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts and costs of the calls that repricing read and changes, by model. For one thread. */
public final class RepriceTotals {
    private final Map<Name, Sums> models = new HashMap<>();
    private long cut;
    private long incomplete;

    /** A model, by its names in rows. */
    public record Name(String provider, String model) {}

    /**
     * Number and cost of calls.
     *
     * @param calls calls that were read
     * @param changed calls whose row changes
     * @param before cost before
     * @param after cost after
     */
    public record Sums(long calls, long changed, Cost before, Cost after) {
        static final Sums NOTHING = new Sums(0, 0, Cost.NOTHING, Cost.NOTHING);

        Sums plus(Sums other) {
            return new Sums(
                    calls + other.calls, changed + other.changed, before.plus(other.before), after.plus(other.after));
        }
    }

    /**
     * Cost of calls.
     *
     * @param usd sum of the known costs
     * @param unpriced calls whose cost is not known
     */
    public record Cost(BigDecimal usd, long unpriced) {
        static final Cost NOTHING = new Cost(BigDecimal.ZERO.setScale(9), 0);

        static Cost of(RowPrice price) {
            return price.costUsd() == null ? new Cost(NOTHING.usd, 1) : new Cost(price.costUsd(), 0);
        }

        Cost plus(Cost other) {
            return new Cost(usd.add(other.usd), unpriced + other.unpriced);
        }
    }

    /**
     * Totals of one model.
     *
     * @param name the model
     * @param sums its calls
     */
    public record Line(Name name, Sums sums) {}

    /** The sum of several totals. */
    public static RepriceTotals sum(List<RepriceTotals> parts) {
        var sum = new RepriceTotals();
        for (var part : parts) {
            part.models.forEach((name, sums) -> sum.models.merge(name, sums, Sums::plus));
            sum.cut += part.cut;
            sum.incomplete += part.incomplete;
        }
        return sum;
    }

    void add(StoredCall call, RowPrice after) {
        if (!call.complete()) {
            incomplete++;
        } else if (!call.priceable()) {
            cut++;
        }
        var changed = after.equals(call.price()) ? 0 : 1;
        var sums = new Sums(1, changed, Cost.of(call.price()), Cost.of(after));
        models.merge(new Name(call.group().provider(), call.group().model()), sums, Sums::plus);
    }

    /** The totals by model, those with the most changes first. */
    public List<Line> lines() {
        return models.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Line line) -> -line.sums().changed())
                        .thenComparing(line -> line.name().model())
                        .thenComparing(line -> line.name().provider()))
                .toList();
    }

    /** The sum of all models. */
    public Sums all() {
        return models.values().stream().reduce(Sums.NOTHING, Sums::plus);
    }

    /** Calls that were skipped because their row lacks a part of what they were priced by. */
    public long cut() {
        return cut;
    }

    /** Calls that were skipped because their row lacks the model or the tokens. */
    public long incomplete() {
        return incomplete;
    }
}
