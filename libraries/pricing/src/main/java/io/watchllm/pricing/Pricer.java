package io.watchllm.pricing;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceList.Attempt;
import io.watchllm.pricing.PriceList.Resolution;
import io.watchllm.rows.CostSource;
import io.watchllm.validation.Flag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices calls with one price list. Caches the lookup for each provider and model; lists are immutable, so a new list
 * needs a new pricer. Not thread-safe.
 */
public final class Pricer {

    /** Bound of the cache: names come from outside and may be different in each call; then they are looked up again. */
    private static final int KEPT_MAX = 2_000;

    private final PriceList list;
    private final PricePreference preference;
    private final Map<String, Map<String, List<Attempt>>> found = new HashMap<>();
    private int kept;

    public Pricer(PriceList list, PricePreference preference) {
        this.list = list;
        this.preference = preference;
    }

    /** Cost of the call, by the prices at its own time. */
    public Pricing price(PromptCall call, Instant time) {
        var details = CallDetails.of(call.getResponseMetadata());
        var usage = Usage.of(call, details.cacheWrite1h());
        var flags = new ArrayList<String>(0);
        if (usage.input() != call.getTokensInput()) {
            flags.add(Flag.USAGE_NORMALISED.word());
        }
        if (usage.inconsistent()) {
            flags.add(Flag.USAGE_INCONSISTENT.word());
        }
        var theirs = call.getCostEstimateUsd();
        if (theirs != null && preference == PricePreference.CLIENT) {
            return new Pricing(theirs, CostSource.client, null, usage.input(), flags);
        }
        var quote = quote(found(call.getProvider(), call.getModel()), time, details.serviceTier(), usage);
        return quote == null ? withoutPrice(theirs, usage, flags) : withPrice(quote, theirs, usage, flags);
    }

    /** The price of the first of these attempts that has one for the time and size of the call, or null. */
    public static @Nullable Quote quote(List<Attempt> attempts, Instant time, String serviceTier, Usage usage) {
        for (var attempt : attempts) {
            var prices = attempt.found();
            var selection = prices == null ? null : prices.select(time, serviceTier, usage.input());
            if (selection != null) {
                var lines = CostFormula.lines(usage, selection.row().prices());
                return new Quote(attempt, selection, lines, CostFormula.sumUsd(lines));
            }
        }
        return null;
    }

    private static Pricing withPrice(Quote quote, @Nullable BigDecimal theirs, Usage usage, List<String> flags) {
        if (quote.costUsd() == null) {
            flags.add(Flag.COST_OUT_OF_RANGE.word());
            return withoutPrice(theirs, usage, flags);
        }
        if (quote.fallback()) {
            flags.add(Flag.PRICE_FALLBACK.word());
        }
        if (quote.family()) {
            flags.add(Flag.PRICE_FAMILY.word());
        }
        var version = quote.selection().row().origin().version();
        return new Pricing(quote.costUsd(), CostSource.price_table, version, usage.input(), flags);
    }

    /** Without a list price, the producer's cost is better than nothing. */
    private static Pricing withoutPrice(@Nullable BigDecimal theirs, Usage usage, List<String> flags) {
        var source = theirs == null ? CostSource.unpriced : CostSource.client;
        return new Pricing(theirs, source, null, usage.input(), flags);
    }

    private List<Attempt> found(@Nullable String provider, String model) {
        if (PriceList.isTooLong(provider, model)) {
            return List.of();
        }
        var byModel = found.computeIfAbsent(provider == null ? "" : provider, each -> new HashMap<>());
        var known = byModel.get(model);
        if (known != null) {
            return known;
        }
        Resolution resolution = list.resolve(provider, model);
        if (kept >= KEPT_MAX) {
            found.clear();
            kept = 0;
            byModel = found.computeIfAbsent(provider == null ? "" : provider, each -> new HashMap<>());
        }
        kept++;
        byModel.put(model, resolution.found());
        return resolution.found();
    }
}
