package io.watchllm.processor.core.price;

import io.watchllm.events.PromptCall;
import io.watchllm.rows.CostSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Prices stored calls again, as the stream would price them now. For one thread.
 *
 * <p>A cost that was given with the call stays as it is, unless the pricer prefers the list and the list has one.
 * Tokens stay: they are what the list was asked for the first time, and are whole already.
 */
public final class Repricer {

    /** Words of the column {@code flags} that say something of the price, and not of the call. */
    private static final Set<String> OF_PRICE =
            Set.of(Pricing.PRICE_FALLBACK, Pricing.PRICE_FAMILY, Pricing.COST_OUT_OF_RANGE);

    private final Pricer pricer;

    public Repricer(Pricer pricer) {
        this.pricer = pricer;
    }

    /**
     * What the row should say of its price; equal to {@code before} when it says that already.
     *
     * @param call the call as its row has it, with {@link RowPrice#givenUsd} as its cost
     * @param before what the row says
     */
    public RowPrice reprice(PromptCall call, Instant time, RowPrice before) {
        var now = pricer.price(call, time);
        return now.source() == CostSource.client
                ? before
                : new RowPrice(now.costUsd(), now.source(), now.priceVersion(), flags(before.flags(), now.flags()));
    }

    /** The words of others as they stand; those of the price as they are now. */
    private static List<String> flags(List<String> before, List<String> now) {
        var wanted = now.stream().filter(OF_PRICE::contains).toList();
        var flags = new ArrayList<String>(before);
        flags.removeIf(word -> OF_PRICE.contains(word) && !wanted.contains(word));
        wanted.stream().filter(word -> !flags.contains(word)).forEach(flags::add);
        return flags;
    }
}
