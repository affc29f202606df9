package io.watchllm.pricing;

import java.util.Comparator;

/**
 * Key of a price.
 *
 * @param provider canonical name of the serving provider; empty for any
 * @param model name of the model, or, with {@code *} in it, the pattern of a model family
 * @param serviceTier such as flex, priority or batch; empty for the standard tier
 * @param minInputTokens input tokens of a call from which the price applies
 */
public record PriceKey(String provider, String model, String serviceTier, int minInputTokens) {

    /** Alphabetically, then by size. */
    public static final Comparator<PriceKey> ORDER = Comparator.comparing(PriceKey::provider)
            .thenComparing(PriceKey::model)
            .thenComparing(PriceKey::serviceTier)
            .thenComparingInt(PriceKey::minInputTokens);

    /** @throws IllegalArgumentException when the model is missing, or the bound is negative */
    public PriceKey {
        if (model.isBlank()) {
            throw new IllegalArgumentException("the price has no model; expected its name");
        }
        if (minInputTokens < 0) {
            throw new IllegalArgumentException("tier_min_input_tokens is " + minInputTokens + "; expected 0 or more");
        }
        provider = Providers.canonical(provider);
        serviceTier = ServiceTiers.canonical(serviceTier);
    }

    /** Whether this is the price of a model family rather than of one model. */
    boolean isFamily() {
        return model.indexOf('*') >= 0;
    }
}
