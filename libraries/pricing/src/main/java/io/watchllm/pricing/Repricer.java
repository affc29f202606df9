package io.watchllm.pricing;

import io.watchllm.events.PromptCall;
import io.watchllm.rows.CostSource;
import io.watchllm.validation.Flag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reprices stored calls as the stream would price them now. Not thread-safe.
 *
 * <p>A cost reported with the call stays as it is, unless the pricer prefers the list and the list has one. Token
 * counts stay: they were normalized when the call was first priced.
 */
public final class Repricer {

    /** Flags of the column {@code flags} that concern the price rather than the call. */
    private static final Set<String> OF_PRICE =
            Set.of(Flag.PRICE_FALLBACK.word(), Flag.PRICE_FAMILY.word(), Flag.COST_OUT_OF_RANGE.word());

    private final Pricer pricer;

    public Repricer(Pricer pricer) {
        this.pricer = pricer;
    }

    /**
     * The new price columns of the row; equal to {@code before} when nothing changes.
     *
     * @param call the call as in its row, with {@link RowPrice#givenUsd} as its cost
     * @param before the current price columns
     */
    public RowPrice reprice(PromptCall call, Instant time, RowPrice before) {
        var now = pricer.price(call, time);
        return now.source() == CostSource.client
                ? before
                : new RowPrice(now.costUsd(), now.source(), now.priceVersion(), flags(before.flags(), now.flags()));
    }

    /** Keeps the other flags and replaces those of the price. */
    private static List<String> flags(List<String> before, List<String> now) {
        var wanted = now.stream().filter(OF_PRICE::contains).toList();
        var flags = new ArrayList<String>(before);
        flags.removeIf(word -> OF_PRICE.contains(word) && !wanted.contains(word));
        wanted.stream().filter(word -> !flags.contains(word)).forEach(flags::add);
        return flags;
    }
}
